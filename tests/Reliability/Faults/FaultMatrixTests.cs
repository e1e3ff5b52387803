using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Faults;

/// <summary>Every operation with every fault, on a connection that has been used before: the result, and what the server saw.</summary>
public sealed class FaultMatrixTests
{
    private const int MaxAttempts = 3;

    public static TheoryData<string> Names => [.. FaultCase.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_that_stays_has_its_documented_end(string name) => await RunAsync(FaultCase.Named(name), times: 100);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_that_passes_is_survived_where_that_is_safe(string name) => await RunAsync(FaultCase.Named(name), times: 1);

    [Fact]
    public async Task A_refused_connection_is_tried_three_times_whatever_the_grant()
    {
        await using var scene = await Scene.StartAsync();
        var closed = ClosedPort();
        foreach (var call in ApiCall.All)
        {
            var send = await call.PrepareAsync(scene);
            using var client = new SsoOidcClient(scene.Options(closed));
            scene.Server.Reset();

            var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => send(client));

            Assert.Equal((call.Name, MaxAttempts, null), (call.Name, error.Metadata.Attempts, error.StatusCode));
            Assert.Empty(scene.Server.Journal);
        }
    }

    [Theory]
    [InlineData("before the request")]
    [InlineData("in the middle of the request")]
    public async Task A_connection_that_is_reset_is_replaced_only_where_that_is_safe(string moment)
    {
        var isSent = moment != "before the request";
        await using var scene = await Scene.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = 0;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync(Scene.Cancel);
                Interlocked.Increment(ref accepted);
                if (isSent)
                    await socket.ReceiveAsync(new byte[1], Scene.Cancel);
                socket.LingerState = new LingerOption(true, 0);
            }
        }, Scene.Cancel);
        foreach (var call in ApiCall.All)
        {
            var send = await call.PrepareAsync(scene);
            using var client = new SsoOidcClient(scene.Options(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")));
            accepted = 0;

            var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => send(client));

            // Where nothing was sent, any grant is safe; whether it was is a race between the two sides.
            Assert.InRange(error.Metadata.Attempts, call.IsReplaySafe ? MaxAttempts : 1, isSent && !call.IsReplaySafe ? 1 : MaxAttempts);
            Assert.Equal(error.Metadata.Attempts, Volatile.Read(ref accepted));
        }
    }

    private static async Task RunAsync(FaultCase fault, int times)
    {
        await using var elsewhere = await FakeServer.StartAsync(new FakeOptions(), Scene.Cancel);
        var clock = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();
        foreach (var call in ApiCall.All)
            await RunAsync(fault, call, times, elsewhere);

        Assert.Empty(elsewhere.Journal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocated, 0, 128L << 20);
    }

    private static async Task RunAsync(FaultCase fault, ApiCall call, int times, FakeServer elsewhere)
    {
        await using var scene = await Scene.StartAsync();
        var send = await call.PrepareAsync(scene);
        var before = scene.Server.Journal;
        scene.Clock.Restart();
        scene.Watch.Heads = 0;
        scene.Watch.Rewrite = fault.Rewrite;
        if (fault.Hangs)
            scene.Clock.Hangs = attempt => scene.Server.Journal.Count(e => e.Fault is not null) >= attempt && (fault.Status is null || scene.Watch.Heads >= attempt);
        scene.Server.AddFault(fault.On(call.Operation, times, elsewhere.Url + "elsewhere"));

        var (response, error) = await OutcomeAsync(() => send(scene.Client));

        var seen = scene.Server.Journal.Skip(before.Count).ToList();
        var expected = Expected(fault, call, times);
        Assert.Equal((call.Name, expected.Error, expected.Requests), (call.Name, error?.GetType(), seen.Count));
        var metadata = error?.Metadata ?? response!.Metadata;
        Assert.Equal(expected.Requests, metadata.Attempts);
        // On the connection that the calls before have used.
        Assert.Contains(seen[0].ConnectionId, before.Select(e => e.ConnectionId).DefaultIfEmpty(seen[0].ConnectionId));
        if (expected.Error == fault.Error)
        {
            Assert.Equal(fault.Status, (int?)metadata.HttpStatusCode);
            Assert.Equal(fault.Status is null ? null : FaultCase.RequestId, metadata.RequestId);
        }

        if (expected.Requests == MaxAttempts)
            Assert.Equal(fault.Waits, metadata.TotalRetryDelay.TotalSeconds, 6);
        Assert.Empty(scene.Server.SecretsIn(error + scene.Summaries + response));
    }

    private static (Type? Error, int Requests) Expected(FaultCase fault, ApiCall call, int times)
    {
        var isTriedAgain = fault.Again == Again.Always || fault.Again == Again.IfReplaySafe && call.IsReplaySafe;
        if (!isTriedAgain)
            return (fault.Error, 1);
        // A device code whose answer was lost is asked for again, since the service may give it; if not, the login begins anew.
        // The fake does not, and that refusal is understood from its head alone.
        var isRefused = fault.Acts && call.IsSpentOnce && (fault.Status is not null || times < MaxAttempts);
        return isRefused ? (typeof(InvalidGrantException), 2) : times < MaxAttempts ? (null, 2) : (fault.Error, MaxAttempts);
    }

    private static async Task<(SsoOidcResponse? Response, SsoOidcException? Error)> OutcomeAsync(Func<Task<SsoOidcResponse>> call)
    {
        try
        {
            return (await call(), null);
        }
        catch (SsoOidcException e)
        {
            return (null, e);
        }
    }

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
