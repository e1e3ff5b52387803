using SsoOidc.FakeEndpoint;
using SsoOidc.Portal;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Faults;

/// <summary>The three reads of the access portal with every fault of the matrix.</summary>
public sealed class PortalFaultTests
{
    private static readonly string[] Operations = ["ListAccounts", "ListAccountRoles", "GetRoleCredentials"];

    public static TheoryData<string> Names => [.. FaultCase.All.Where(fault => !fault.Hangs).Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_read_of_the_portal_with_a_fault_that_stays_has_its_documented_end(string name)
    {
        var fault = FaultCase.Named(name);
        foreach (var operation in Operations)
        {
            var (error, requests) = await RunAsync(fault, operation, times: 100);

            if (fault.Status == 429)
            {
                // Another turn each time, for minutes: a hundred refusals are none too many, unless each asks for the longest rest.
                Assert.Equal(fault.Name.Contains("endless", StringComparison.Ordinal) ? (operation, typeof(TooManyRequestsException), 18) : (operation, null, 101), (operation, error?.GetType(), requests));
                continue;
            }

            Assert.Equal((operation, Expected(fault)), (operation, error?.GetType()));
            Assert.Equal(fault.Again == Again.Never ? 1 : 3, requests);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_read_of_the_portal_outlives_a_fault_that_passes(string name)
    {
        var fault = FaultCase.Named(name);
        foreach (var operation in Operations)
        {
            var (error, requests) = await RunAsync(fault, operation, times: 1);

            Assert.Equal((operation, fault.Again == Again.Never ? Expected(fault) : null), (operation, error?.GetType()));
            Assert.Equal(fault.Again == Again.Never ? 1 : 2, requests);
        }
    }

    // What the portal answers is known by its status, and by JSON whose members may be missing.
    private static Type? Expected(FaultCase fault) => fault.Name switch
    {
        "HTML error page with 403" => typeof(ForbiddenException),
        "empty body" => typeof(SsoOidcResponseException),
        "wrong types" or "invalid UTF-8" => null,
        _ => fault.Error,
    };

    private static async Task<(SsoOidcException? Error, int Requests)> RunAsync(FaultCase fault, string operation, int times)
    {
        await using var elsewhere = await FakeServer.StartAsync(new FakeOptions(), Scene.Cancel);
        await using var scene = await Scene.StartAsync();
        var token = (await scene.LogInAsync()).Token.AccessToken!;
        scene.Watch.Rewrite = fault.Rewrite;
        scene.Server.AddFault(fault.On(operation, times, elsewhere.Url + "elsewhere"));
        var client = new PortalClient(scene.Server.Url, scene.Options(scene.Server.Url) with { HttpMessageHandler = scene.Watch, Timeout = Timeout.InfiniteTimeSpan }, new RequestPacer(scene.Clock));

        SsoOidcException? error = null;
        try
        {
            await (operation switch
            {
                "ListAccounts" => client.ListAccountsAsync(_ => Task.FromResult(token), _ => Task.CompletedTask, Scene.Cancel),
                "ListAccountRoles" => client.ListRolesAsync("111122223333", _ => Task.FromResult(token), _ => Task.CompletedTask, Scene.Cancel),
                _ => client.GetRoleCredentialsAsync("111122223333", "ReadOnlyAccess", token, Scene.Cancel),
            });
        }
        catch (SsoOidcException e)
        {
            error = e;
        }

        Assert.Empty(elsewhere.Journal);
        Assert.Empty(scene.Server.SecretsIn(error + scene.Summaries));
        return (error, scene.Server.Journal.Count(entry => entry.Operation == operation));
    }
}
