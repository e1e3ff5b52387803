using System.Net;
using System.Net.Sockets;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>
/// Ctrl-C: the engine's Stop. It ends every wait, without an error record and with nothing left running. What is waited for here would come after
/// the deadline of the test, or leave another request behind.
/// </summary>
public sealed class StopTests
{
    [Fact]
    public async Task The_wait_between_polls_stops()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual, Interval = TimeSpan.FromMinutes(5) });
        await session.GivenDeviceAsync();
        using var running = session.Shell.Start("$device | New-SSOOIDCToken -Wait");
        await UntilAsync(() => session.Shell.Screen.Progress.Count > 0, running);

        await AssertStopsAsync(running);

        Assert.Equal(["RegisterClient", "StartDeviceAuthorization"], session.Journal.Select(request => request.Operation));
    }

    [Fact]
    public async Task The_shell_works_on_after_a_stop()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        var device = await session.GivenDeviceAsync();
        using (var running = session.Shell.Start("$device | New-SSOOIDCToken -Wait"))
        {
            await UntilAsync(() => session.Shell.Screen.Progress.Count > 0, running);
            await AssertStopsAsync(running);
        }

        session.Server.Approve(device.Text("UserCode"));
        var token = (await session.RunAsync("$device | New-SSOOIDCToken")).Single();

        Assert.NotEmpty(token.Text("AccessToken"));
    }

    [Fact]
    public async Task A_request_without_an_answer_stops()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Stall });
        using var running = session.Shell.Start("Register-SSOOIDCClient cli -EndpointUrl $url");
        await UntilAsync(() => session.Journal.Count == 1, running);

        await AssertStopsAsync(running);
        Assert.Single(session.Journal);
    }

    [Fact]
    public async Task An_answer_whose_body_does_not_end_stops()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Drip, Delay = TimeSpan.FromMinutes(10) });
        using var running = session.Shell.Start("Register-SSOOIDCClient cli -EndpointUrl $url");
        await UntilAsync(() => session.Journal.Any(request => request.Status == 200), running);

        await AssertStopsAsync(running);
        Assert.Single(session.Journal);
    }

    [Fact]
    public async Task The_delay_before_a_retry_stops()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "5" } });
        using var running = session.Shell.Start("Register-SSOOIDCClient cli -EndpointUrl $url");
        await UntilAsync(() => session.Journal.Any(request => request.Status == 429), running);

        await AssertStopsAsync(running);
        Assert.Single(session.Journal);
    }

    [Fact]
    public async Task Connecting_stops()
    {
        // Takes connections and never speaks TLS: to the client the handshake is a part of connecting.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var shell = new Shell();
        using var running = shell.Start($"Register-SSOOIDCClient cli -EndpointUrl https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        using var accepted = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);

        await AssertStopsAsync(running);
    }

    [Fact]
    public async Task A_stopped_pipeline_stops_in_each_of_its_cmdlets()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        using var running = session.Shell.Start("""
            'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url |
                Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait
            """);
        await UntilAsync(() => session.Journal.Any(request => request.Operation == "CreateToken"), running);

        await AssertStopsAsync(running);
        Assert.Equal(1, session.Journal.Count(request => request.Operation == "RegisterClient"));
    }

    [Fact]
    public async Task A_stop_at_any_moment_of_a_call_is_only_a_stop()
    {
        await using var session = await Session.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            var before = session.Journal.Count;
            using var running = session.Shell.Start("1..1000 | Register-SSOOIDCClient -EndpointUrl $url");
            await UntilAsync(() => session.Journal.Count >= before + i % 20, running);
            await AssertStopsAsync(running);
        }
    }

    [Fact]
    public async Task A_stop_while_a_call_ends_is_no_error()
    {
        await using var session = await Session.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            using var running = session.Shell.Start("Register-SSOOIDCClient cli -EndpointUrl $url");
            Thread.SpinWait(i * 1000);

            var run = await running.StopAsync();

            Assert.Empty(run.Errors);
            Assert.True(run.State is PSInvocationState.Stopped or PSInvocationState.Completed, $"{run.State}");
        }
    }

    [Fact]
    public async Task A_time_out_is_not_a_stop()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 408, Body = "{}" });

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url; 'after'");

        Assert.Equal("ServiceError,SsoOidc.Commands.RegisterSSOOIDCClientCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(PSInvocationState.Completed, run.State);
        Assert.Equal("after", Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_here_asked_for_is_an_error_and_not_a_stop()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            class GivesUp : SsoOidc.IAwsCredentialsProvider {
                [Threading.Tasks.ValueTask[SsoOidc.AwsCredentials]] GetCredentialsAsync([Threading.CancellationToken] $cancellationToken) {
                    return [Threading.Tasks.ValueTask]::FromCanceled[SsoOidc.AwsCredentials]([Threading.CancellationToken]::new($true))
                }
            }
            try { New-SSOOIDCTokenWithIAM app -Assertion a.b.c -Credential ([GivesUp]::new()) -EndpointUrl $url -Region eu-west-1 } catch { "caught $($_.Exception.GetType().Name)" }
            'after'
            """);

        Assert.Equal(["caught TaskCanceledException", "after"], run.Output.Select(line => $"{line}"));
        Assert.Equal(PSInvocationState.Completed, run.State);
        Assert.Empty(session.Journal);
    }

    private static async Task AssertStopsAsync(RunningScript running)
    {
        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        Assert.Empty(run.Errors);
    }

    private static async Task UntilAsync(Func<bool> condition, RunningScript running)
    {
        while (!condition())
        {
            Assert.False(running.HasEnded, "The script ended before it could be stopped.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
