using System.Net;
using System.Text;

namespace SsoOidc.Tests.Performance;

/// <summary>
/// What a call allocates on its way through Core, without HTTP: a guard against a buffer that is no longer pooled, or text that is
/// made for nobody. docs/performance.md has the whole exchange.
/// </summary>
public sealed class AllocationTests
{
    private const int Calls = 200;

    // Each bound is about a tenth above what is measured: 4,580, 4,620 and 5,570 bytes. Of the first two 1,050 are the body of the request, which goes back
    // to the pool only behind a handler of our own, and 1,200 of the second are the exception.
    private const long MostForToken = 5_050, MostForPoll = 5_250, MostForSignature = 6_000;

    // Two tokens of the service's length; their strings alone are 1.4 KB.
    private static readonly byte[] Token = Encoding.ASCII.GetBytes(
        $$"""{"accessToken":"{{new string('a', 340)}}","tokenType":"Bearer","expiresIn":28800,"refreshToken":"{{new string('r', 340)}}"}""");

    private static readonly byte[] Pending = Encoding.ASCII.GetBytes("""{"error":"authorization_pending","error_description":"Not yet."}""");

    private static readonly byte[] Empty = Encoding.ASCII.GetBytes("{}");

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task A_token_costs_little_memory()
    {
        using var client = Client(new SameAnswer(HttpStatusCode.OK, Token));

        Assert.InRange(await AllocatedByAsync(() => client.CreateTokenAsync(A.DeviceToken)), 1_400, MostForToken);
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task A_poll_that_is_refused_costs_little_memory()
    {
        using var client = Client(new SameAnswer(HttpStatusCode.BadRequest, Pending));

        Assert.InRange(await AllocatedByAsync(PollAsync), 500, MostForPoll);

        async Task PollAsync()
        {
            try
            {
                await client.CreateTokenAsync(A.DeviceToken, CancellationToken.None);
            }
            catch (AuthorizationPendingException)
            {
            }
        }
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task A_signature_costs_little_memory()
    {
        using var client = Client(new SameAnswer(HttpStatusCode.OK, Empty));
        var unsigned = await AllocatedByAsync(() => client.CreateTokenAsync(A.DeviceToken));

        var signed = await AllocatedByAsync(() => client.CreateTokenWithIAMAsync(A.IamToken()));

        Assert.InRange(signed - unsigned, 500, MostForSignature);
    }

    private static SsoOidcClient Client(HttpMessageHandler handler) =>
        A.Client(handler, TimeProvider.System, with: options => options with { Credentials = A.Credentials, Timeout = TimeSpan.FromMinutes(1) });

    /// <summary>Bytes a call allocates. Every await of it is of something that is there already: all is on this thread.</summary>
    private static async Task<long> AllocatedByAsync(Func<Task> call)
    {
        for (var i = 0; i < Calls; i++)
            await call();
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
            {
                var task = call();
                Assert.True(task.IsCompleted, "The call has left this thread, whose allocation is counted.");
                task.GetAwaiter().GetResult();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Calls);
        }

        return least;
    }

    private sealed class SameAnswer(HttpStatusCode status, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
            response.Headers.TryAddWithoutValidation("x-amzn-RequestId", "5a1f0c52-8d0e-4d6f-9c4b-0f5f2d1c7a11");
            return Task.FromResult(response);
        }
    }
}
