using System.Diagnostics;
using System.Globalization;
using SsoOidc.FakeEndpoint;
using SsoOidc.Portal;

namespace SsoOidc.Benchmarks;

/// <summary>The roles of 800 accounts behind the service's limit of 20 requests a second, in real time.</summary>
internal static class PortalList
{
    private const int Accounts = 800;

    public static async Task RunAsync()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(Accounts, "Admin", "Power", "Read") });
        var token = await LogInAsync(server);
        var client = new PortalClient(server.Url, new SsoOidcClientOptions());
        var accounts = new List<PortalAccount>();
        var roles = 0;
        var watch = Stopwatch.StartNew();
        await client.ListAccountsAsync(_ => Task.FromResult(token), page =>
            {
                accounts.AddRange(page);
                return Task.CompletedTask;
            }, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (account, cancellationToken) =>
            await client.ListRolesAsync(
                account.AccountId,
                _ => Task.FromResult(token),
                page =>
                {
                    Interlocked.Add(ref roles, page.Count);
                    return Task.CompletedTask;
                },
                cancellationToken));
        watch.Stop();
        var reads = server.Journal.Where(entry => entry.Operation.StartsWith("List", StringComparison.Ordinal)).ToList();
        // Twenty at once, and then twenty a second.
        var least = (Accounts + 8 - 20) / 20.0;
        Console.WriteLine("| accounts | roles | seconds | of the least possible | requests | answered by 429 | MB more at the end |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {accounts.Count} | {roles} | {watch.Elapsed.TotalSeconds:0.0} | {watch.Elapsed.TotalSeconds / least:0.00} x | {reads.Count} | {reads.Count(read => read.Status == 429)} | {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0.0}, the fake's journal included |"));
    }

    private static async Task<string> LogInAsync(FakeServer server)
    {
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url });
        var registration = await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "benchmark", ClientType = "public", Scopes = ["sso:account:access"] });
        var device = await client.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://example.awsapps.com/start" });
        var response = await client.CreateTokenAsync(new CreateTokenRequest
        {
            ClientId = registration.ClientId,
            ClientSecret = registration.ClientSecret,
            GrantType = GrantTypes.DeviceCode,
            DeviceCode = device.DeviceCode,
        });
        return response.AccessToken!;
    }
}
