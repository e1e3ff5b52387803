using System.Net;
using System.Text;

namespace SsoOidc.Tests.Http;

/// <summary>The body of a request: whole for whoever sends it, and wiped when nobody does any more.</summary>
public sealed class RequestBodyTests
{
    private const string Expected = """{"clientId":"id","clientSecret":"s","grantType":"urn:ietf:params:oauth:grant-type:device_code","deviceCode":"dc"}""";

    [Fact]
    public async Task A_handler_may_read_it_as_often_as_it_likes_and_in_every_way()
    {
        var read = new List<string>();
        using var client = A.Client(new Handler(async request =>
        {
            read.Add(await request.Content!.ReadAsStringAsync(A.Ct));
            using var copy = new MemoryStream();
            await request.Content!.CopyToAsync(copy, A.Ct);
            read.Add(Encoding.UTF8.GetString(copy.ToArray()));
        }));

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal([Expected, Expected], read);
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task A_handler_may_read_it_without_waiting()
    {
        string? read = null;
        using var client = A.Client(new Handler(request =>
        {
            using var reader = new StreamReader(request.Content!.ReadAsStream(A.Ct));
            read = reader.ReadToEnd();
            return Task.CompletedTask;
        }));

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(Expected, read);
    }

    [Fact]
    public async Task Every_attempt_sends_it()
    {
        var read = new List<string>();
        using var client = A.Client(new Handler(
            async request =>
            {
                read.Add(await request.Content!.ReadAsStringAsync(A.Ct));
                if (read.Count < 3)
                    throw new HttpRequestException("Lost.");
            }));

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal([Expected, Expected, Expected], read);
    }

    [Fact]
    public async Task It_is_wiped_when_the_call_has_ended()
    {
        using var sent = new LendingStream();
        using var client = A.Client(new Handler(request => request.Content!.CopyToAsync(sent, A.Ct)));

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(Expected, sent.TextAtWrite);
        Assert.All(sent.Array, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_handler_that_sends_it_after_the_call_sends_nothing_of_it()
    {
        HttpContent? kept = null;
        using var client = A.Client(new Handler(request =>
        {
            kept = request.Content!;
            // Or the request would dispose it.
            request.Content = null;
            return Task.CompletedTask;
        }));
        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.All(await kept!.ReadAsByteArrayAsync(A.Ct), b => Assert.Equal(0, b));
    }

    private sealed class Handler(Func<HttpRequestMessage, Task> use) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await use(request);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }
    }

    /// <summary>Keeps the array that it is given, as the operating system does while it sends.</summary>
    private sealed class LendingStream : MemoryStream
    {
        public byte[] Array { get; private set; } = [];

        public string TextAtWrite { get; private set; } = "";

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Array = buffer;
            TextAtWrite = Encoding.UTF8.GetString(buffer, offset, count);
            return Task.CompletedTask;
        }
    }
}
