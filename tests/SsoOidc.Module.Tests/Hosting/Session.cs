namespace SsoOidc.ModuleTests.Hosting;

/// <summary>A shell and a fake endpoint for it. Scripts see its address as <c>$url</c>.</summary>
internal sealed class Session : IAsyncDisposable
{
    private Session(FakeServer server)
    {
        Server = server;
        Shell = new Shell(server);
    }

    public FakeServer Server { get; }

    public Shell Shell { get; }

    public IReadOnlyList<JournalEntry> Journal => Server.Journal;

    public string Url => Shell.AddressOf(Server);

    public static async Task<Session> StartAsync(FakeOptions? options = null) =>
        new(await FakeServer.StartAsync(options, TestContext.Current.CancellationToken));

    public Task<Run> RunAsync(string script) => Shell.RunAsync(script);

    /// <summary>Registers a client as <c>$client</c>; its tokens can be refreshed.</summary>
    public async Task<PSObject> GivenClientAsync() =>
        (await RunAsync("$client = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Scope sso:account:access; $client")).Single();

    /// <summary>Starts a device login as <c>$device</c>.</summary>
    public async Task<PSObject> GivenDeviceAsync()
    {
        await GivenClientAsync();
        return (await RunAsync("$device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start; $device")).Single();
    }

    /// <summary>Logs in as <c>$token</c>, without a wait: the fake approves at the first poll.</summary>
    public async Task<PSObject> GivenTokenAsync()
    {
        await GivenDeviceAsync();
        return (await RunAsync("$token = $device | New-SSOOIDCToken; $token")).Single();
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Server.DisposeAsync();
    }
}
