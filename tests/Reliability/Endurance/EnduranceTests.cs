using System.Diagnostics;
using System.Globalization;
using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Endurance;

/// <summary>A process that calls all day: flat memory, one connection, no handle more.</summary>
public sealed class EnduranceTests
{
    private const int Rounds = 10;

    private readonly ITestOutputHelper _output;

    public EnduranceTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task Thousands_of_calls_cost_no_memory_no_handle_and_one_connection()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { EnforceInterval = false }, Scene.Cancel);
        using var worker = Worker.Start("calls", server.Url.AbsoluteUri);
        var clock = Stopwatch.StartNew();
        var rounds = new List<long[]>();
        var connections = new HashSet<string>();
        // The first round is for what is made once: compiled code, the connection, pooled buffers.
        for (var round = 0; round <= Rounds; round++)
        {
            await worker.StandardInput.WriteLineAsync((Effort.Calls / Rounds).ToString(CultureInfo.InvariantCulture));
            var line = await worker.StandardOutput.ReadLineAsync(Scene.Cancel);
            Assert.True(line is not null, "The worker ended: " + (line is null ? await worker.StandardError.ReadToEndAsync(Scene.Cancel) : ""));
            rounds.Add([.. line!.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]);
            connections.UnionWith(server.Journal.Select(e => e.ConnectionId));
            Assert.Equal(Effort.Calls / Rounds, server.Journal.Count);
            _output.WriteLine($"{(round + 1) * Effort.Calls / Rounds} calls, {clock.Elapsed.TotalSeconds:0} s: {line} (heap, working set, handles, threads), {connections.Count} connections");
            server.Reset();
        }

        await worker.StandardInput.WriteLineAsync();
        await worker.WaitForExitAsync(Scene.Cancel);
        Assert.Equal(0, worker.ExitCode);

        // A connection is aged out after five minutes.
        Assert.InRange(connections.Count, 1, 1 + (int)(clock.Elapsed.TotalMinutes / 5));
        Assert.InRange(rounds[^1][0] - rounds[1][0], long.MinValue, 256 * 1024);
        // A few handles of the runtime come and go.
        Assert.InRange(rounds[^1][2] - rounds[1][2], long.MinValue, 8);
    }
}
