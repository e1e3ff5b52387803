using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class StreamTests
{
    [Fact]
    public async Task Verbose_is_one_line_a_request()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Latency, Headers = new Dictionary<string, string> { ["x-amzn-RequestId"] = "request-1" } });

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Verbose");

        var address = session.Server.Url.Authority;
        Assert.Matches($@"^POST {address}/client/register: 200, request id request-1, 1 attempt, \d+ ms$", LastLine(run));
    }

    [Fact]
    public async Task Verbose_tells_of_a_call_that_failed_too()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InternalServer", Times = 3 });

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Verbose");

        Assert.Single(run.Errors);
        Assert.Matches(@"/client/register: 500 InternalServerException, request id [-0-9a-f]{36}, 3 attempts, \d+ ms$", LastLine(run));
    }

    [Fact]
    public async Task The_verbose_line_of_a_call_comes_before_its_output()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url -Force -Verbose 4>&1");

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["VerboseRecord", "ClientRegistration", "VerboseRecord", "ClientRegistration"],
            run.Output.Where(item => !item.ToString().Contains(" = ", StringComparison.Ordinal)).Select(item => item.BaseObject.GetType().Name));
    }

    [Fact]
    public async Task Debug_shows_and_asks_nothing()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Debug");

        Assert.NotNull(run.Single().Get("ClientId"));
        Assert.Empty(session.Shell.Screen.Questions);
        Assert.NotEmpty(run.Debug);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_does_not_take_the_result_with_it()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();

        var run = await session.RunAsync("$VerbosePreference = 'Inquire'; $new = $token | New-SSOOIDCToken; $VerbosePreference = 'SilentlyContinue'; $new");

        Assert.NotNull(Assert.Single(run.Output).Get("AccessToken"));
        Assert.NotEmpty(run.Errors);
    }

    [Theory]
    [InlineData("$VerbosePreference = 'Stop'", "$token | New-SSOOIDCToken")]
    [InlineData("$VerbosePreference = 'Stop'", "$device | New-SSOOIDCToken -Wait")]
    [InlineData("$VerbosePreference = 'Inquire'", "$device | New-SSOOIDCToken -Wait")]
    public async Task A_stream_that_is_to_stop_the_command_does_not_take_a_token_with_it(string preference, string command)
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();
        await session.RunAsync("$device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start");
        session.Shell.Screen.Answer("Halt Command");

        var run = await session.RunAsync($"& {{ {preference}; $new = {command}; $new }}");

        Assert.NotNull(Assert.Single(run.Output).Get("AccessToken"));
        Assert.Empty(session.Shell.Screen.Questions);
        Assert.All(run.Errors, error => Assert.Equal("StreamFailed,SsoOidc.Commands.NewSSOOIDCTokenCommand", error.FullyQualifiedErrorId));
    }

    [Fact]
    public async Task Each_poll_is_a_verbose_line()
    {
        await using var session = await Session.StartAsync(new FakeOptions { PendingPolls = 1 });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait -Verbose");

        run.Single();
        var polls = run.Verbose.Where(line => line.Contains("/token: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, polls.Count);
        Assert.Contains("/token: 400 AuthorizationPendingException, ", polls[0], StringComparison.Ordinal);
        Assert.Contains("/token: 200, ", polls[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_preferences_the_streams_are_empty()
    {
        await using var session = await Session.StartAsync();

        await session.GivenDeviceAsync();
        var run = await session.RunAsync("$device | New-SSOOIDCToken");

        run.Single();
        Assert.Empty(run.Verbose);
        Assert.Empty(run.Debug);
        Assert.Empty(run.Warnings);
        Assert.Empty(run.Information);
        Assert.Empty(run.Progress);
        Assert.Equal("", session.Shell.Screen.Text);
    }

    [Fact]
    public async Task A_plain_http_endpoint_that_is_not_this_machine_is_warned_of_once_a_client()
    {
        using var shell = new Shell();

        var run = await shell.RunAsync("'one', 'two' | Register-SSOOIDCClient -EndpointUrl http://name.invalid:81/base -ErrorAction SilentlyContinue");

        Assert.Equal(["The endpoint name.invalid:81 is plain http: secrets travel unencrypted. Use https."], run.Warnings);
    }

    [Fact]
    public async Task The_wait_shows_the_code_and_the_address_even_when_the_output_is_assigned()
    {
        await using var session = await Session.StartAsync();
        var device = await session.GivenDeviceAsync();

        var run = await session.RunAsync("$token = $device | New-SSOOIDCToken -Wait");

        Assert.Empty(run.Errors);
        var screen = session.Shell.Screen.Text;
        Assert.Contains(device.Text("UserCode") + "\n", screen, StringComparison.Ordinal);
        Assert.Contains(device.Text("VerificationUriComplete") + "\n", screen, StringComparison.Ordinal);
        var record = Assert.Single(run.Information);
        Assert.Equal(["PSHOST"], record.Tags);
        Assert.Equal(session.Shell.Screen.Text.TrimEnd('\n'), record.MessageData.ToString());
    }

    [Fact]
    public async Task The_message_can_be_hidden_and_captured()
    {
        await using var session = await Session.StartAsync();
        var device = await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait -InformationVariable shown 6>$null; $shown");

        Assert.Empty(run.Errors);
        Assert.Equal("", session.Shell.Screen.Text);
        Assert.Contains(device.Text("UserCode"), run.Output[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ignore", false)]
    [InlineData("SilentlyContinue", true)]
    public async Task An_information_action_does_what_it_does_to_Write_Host(string action, bool isShown)
    {
        await using var session = await Session.StartAsync();
        await session.GivenDeviceAsync();

        (await session.RunAsync($"$device | New-SSOOIDCToken -Wait -InformationAction {action}")).Single();

        Assert.Equal(isShown, session.Shell.Screen.Text.Contains("and confirm the code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_wait_shows_its_progress_and_takes_it_away()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Expires = TimeSpan.FromSeconds(100) });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        run.Single();
        var records = run.Progress;
        Assert.True(records.Count >= 2, $"{records.Count} progress records");
        Assert.All(records, record => Assert.Equal("Waiting for the login to be approved", record.Activity));
        Assert.Single(records.Select(record => record.ActivityId).Distinct());
        Assert.Equal(ProgressRecordType.Processing, records[0].RecordType);
        Assert.InRange(records[0].SecondsRemaining, 95, 100);
        Assert.InRange(records[0].PercentComplete, 0, 5);
        Assert.Equal("Ctrl+C to stop.", records[0].StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    [Fact]
    public async Task A_poll_that_failed_is_told_of_in_the_progress()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InternalServer", Description = "Out of order.", Operation = "CreateToken" });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        run.Single();
        Assert.Contains("The last poll failed (Out of order.); trying again. Ctrl+C to stop.", run.Progress.Select(record => record.StatusDescription));
    }

    [Fact]
    public async Task The_progress_is_taken_away_after_an_error_too()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        var device = await session.GivenDeviceAsync();
        session.Server.Deny(device.Text("UserCode"));

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        Assert.Single(run.Errors);
        Assert.Equal(ProgressRecordType.Completed, run.Progress[^1].RecordType);
    }

    /// <summary>A preference that makes a write throw ends the call with that error and leaves nothing running.</summary>
    [Theory]
    [InlineData("$VerbosePreference = 'Stop'", 1)]
    [InlineData("$InformationPreference = 'Stop'", 0)]
    [InlineData("$ProgressPreference = 'Stop'", 0)]
    public async Task A_write_that_throws_ends_the_call(string preference, int polls)
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync($$"""{{preference}}; try { $device | New-SSOOIDCToken -Wait } catch { $_.FullyQualifiedErrorId }""");

        Assert.StartsWith("ActionPreferenceStop", run.Single().ToString(), StringComparison.Ordinal);
        Assert.Equal(polls, session.Journal.Count(request => request.Operation == "CreateToken"));
    }

    private static string LastLine(Run run) => run.Verbose[^1];
}
