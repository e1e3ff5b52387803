using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.Credentials;
using SsoOidc.FakeEndpoint;
using SsoOidc.Files;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Stopping;

/// <summary>Cancelling ends whatever waits, and nothing is left behind. What is waited for here would come after the limit of a test, or leave another request.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private FakeServer _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, Scene.Cancel);

    public async ValueTask DisposeAsync()
    {
        await _fake.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Polling_stops_and_no_poll_follows()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = _fake.Url, TimeProvider = clock });
        var registration = await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public" }, Scene.Cancel);
        var device = await client.StartDeviceAuthorizationAsync(Scene.DeviceStart(registration), Scene.Cancel);
        var request = Scene.Grant(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode };

        await AssertStopsAsync(
            stop => client.PollForTokenAsync(request, 1, device.ExpiresAt, cancellationToken: stop),
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await UntilAsync(() => _fake.Journal.Any(e => e.Error == "AuthorizationPendingException"));
            });

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization", "CreateToken"], _fake.Journal.Select(e => e.Operation));
    }

    [Fact]
    public async Task The_wait_before_a_retry_stops()
    {
        _fake.AddFault(new Fault { Kind = FaultKind.Status, Status = 429, Times = 3, Headers = new Dictionary<string, string> { ["Retry-After"] = "20" } });

        await AssertStopsAsync(RegisterAsync, () => UntilAsync(() => _fake.Journal.Any(e => e.Status == 429)));

        Assert.Single(_fake.Journal);
    }

    [Fact]
    public async Task A_request_without_an_answer_stops_and_its_connection_is_closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Client(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        Socket? socket = null;

        await AssertStopsAsync(
            stop => client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public" }, stop),
            async () => socket = await listener.AcceptSocketAsync(Scene.Cancel));

        using (socket)
        {
            var rest = new byte[64 * 1024];
            while (await socket!.ReceiveAsync(rest, Scene.Cancel) > 0)
                continue;
        }
    }

    [Fact]
    public async Task A_body_that_does_not_end_stops()
    {
        _fake.AddFault(new Fault { Kind = FaultKind.Drip, Delay = TimeSpan.FromMinutes(10) });

        await AssertStopsAsync(RegisterAsync, () => UntilAsync(() => _fake.Journal.Any(e => e.Status is not null)));
    }

    [Fact]
    public async Task A_credential_process_stops_and_is_gone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program of this test is a shell's.");
        var started = _folder["started"];
        var script = $"sleep 300 & echo $$ $! > {started}.new; mv {started}.new {started}; wait";

        await AssertStopsAsync(stop => CommandRunner.RunAsync("test", "/bin/sh", ["-c", script], null, stop), () => UntilAsync(() => File.Exists(started)));

        foreach (var id in (await File.ReadAllTextAsync(started, Scene.Cancel)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            await UntilAsync(() => !IsRunning(id));
    }

    [Fact]
    public async Task The_wait_for_a_lock_stops_and_the_lock_stays_with_its_holder()
    {
        var path = _folder["a.lock"];
        var (held, _) = await FileLock.AcquireAsync(path, TimeSpan.FromMinutes(1), TimeProvider.System, Scene.Cancel);

        await AssertStopsAsync(stop => FileLock.AcquireAsync(path, TimeSpan.FromMinutes(15), TimeProvider.System, stop), () => Task.CompletedTask);

        held!.Dispose();
        var (next, problem) = await FileLock.AcquireAsync(path, TimeSpan.Zero, TimeProvider.System, Scene.Cancel);
        Assert.Null(problem);
        Assert.NotNull(next);
        next.Dispose();
    }

    [Fact]
    public async Task The_wait_for_the_browser_stops_and_leaves_no_listener_no_lock_and_no_half_file()
    {
        Races.SessionWorker.WriteConfig(_folder.Path);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = Races.Logins.Flow(_folder.Path, _fake.Url, address);

        await AssertStopsAsync(stop => flow.ConnectAsync(new LoginOptions(), stop), () => address.Task);

        var redirect = Uri.UnescapeDataString(new Uri(await address.Task).Query.Split('&').Single(p => p.Contains("redirect_uri=", StringComparison.Ordinal)).Split('=')[1]);
        using var probe = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => probe.ConnectAsync(IPAddress.Loopback, new Uri(redirect).Port, Scene.Cancel).AsTask());
        var files = Directory.GetFiles(_folder["cache"]);
        Assert.DoesNotContain(files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        foreach (var file in files.Where(file => file.EndsWith(".lock", StringComparison.Ordinal)))
            await using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
    }

    private static bool IsRunning(string id) =>
        // A killed child whose parent has not asked for it yet is dead all the same.
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, Scene.Cancel);
    }

    private static async Task AssertStopsAsync(Func<CancellationToken, Task> begin, Func<Task> waits)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Scene.Cancel);
        var running = begin(stop.Token);
        await waits().WaitAsync(TimeSpan.FromSeconds(30), Scene.Cancel);
        Assert.False(running.IsCompleted, $"It ended by itself: {running.Exception}");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private SsoOidcClient Client(Uri? endpoint = null) => new(new SsoOidcClientOptions { EndpointUrl = endpoint ?? _fake.Url, Random = () => 1 });

    private async Task RegisterAsync(CancellationToken stop)
    {
        using var client = Client();
        await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public" }, stop);
    }
}
