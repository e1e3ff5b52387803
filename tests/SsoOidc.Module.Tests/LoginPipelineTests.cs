using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class LoginPipelineTests
{
    private const string Login = """
        Register-SSOOIDCClient -ClientName cli -ClientType public -Region eu-west-1 -EndpointUrl $url -Scope sso:account:access |
            Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start |
            New-SSOOIDCToken -Wait
        """;

    [Fact]
    public async Task Three_cmdlets_log_in_and_the_settings_are_given_once()
    {
        await using var session = await Session.StartAsync(new FakeOptions { PendingPolls = 1 });

        var token = (await session.RunAsync(Login)).Single();

        Assert.Equal("SsoOidc.Token", token.BaseObject.GetType().FullName);
        Assert.NotEmpty(token.Text("AccessToken"));
        Assert.NotEmpty(token.Text("RefreshToken"));
        Assert.Equal("Bearer", token.Get("TokenType"));
        Assert.Equal("eu-west-1", token.Get("Region"));
        Assert.Equal(session.Url, token.Get("SsoOidcEndpoint"));
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateToken"], session.Journal.Select(request => request.Operation));
        Assert.Equal([200, 200, 400, 200], session.Journal.Select(request => request.Status));
    }

    [Fact]
    public async Task Polls_are_never_closer_than_the_interval()
    {
        await using var session = await Session.StartAsync(new FakeOptions { PendingPolls = 2 });

        (await session.RunAsync(Login)).Single();

        var times = session.Journal.Skip(1).Select(request => request.Timestamp).ToList();
        Assert.Equal(4, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.98, 3));
        Assert.DoesNotContain(session.Journal, request => request.Error == "SlowDownException");
    }

    [Fact]
    public async Task Several_logins_run_through_one_pipeline()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url |
                Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Select(token => token.Get("AccessToken")).Distinct().Count());
    }

    [Fact]
    public async Task A_token_pipes_back_to_be_refreshed_and_the_new_refresh_token_comes_out()
    {
        await using var session = await Session.StartAsync();
        var first = await session.GivenTokenAsync();

        var run = await session.RunAsync("$second = $token | New-SSOOIDCToken; $second; $second | New-SSOOIDCToken");

        Assert.Empty(run.Errors);
        PSObject[] tokens = [first, .. run.Output];
        Assert.Equal(3, tokens.Select(token => token.Text("RefreshToken")).Distinct().Count());
        Assert.Equal(3, tokens.Select(token => token.Text("AccessToken")).Distinct().Count());
        Assert.All(tokens, token => Assert.Equal("eu-west-1", token.Get("Region")));
        Assert.Equal(["refresh_token", "refresh_token"], session.Journal.Skip(3).Select(request => request.Body["grantType"]));
    }

    [Fact]
    public async Task A_refresh_token_that_was_used_is_refused()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();

        var run = await session.RunAsync("$null = $token | New-SSOOIDCToken; $token | New-SSOOIDCToken");

        Assert.Equal("InvalidGrantException,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.StartsWith("Invalid refresh token provided\n", run.Error().Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_login_ends_the_wait()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        var device = await session.GivenDeviceAsync();
        Assert.True(session.Server.Deny(device.Text("UserCode")));

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        Assert.Equal("AccessDeniedException,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_code_that_cannot_be_approved_in_time_ends_the_wait_before_a_useless_poll()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual, Expires = TimeSpan.FromSeconds(2) });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        Assert.Equal("ExpiredTokenException,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.InRange(session.Journal.Count(request => request.Operation == "CreateToken"), 1, 2);
        Assert.DoesNotContain(session.Journal, request => request.Error == "ExpiredTokenException");
    }

    [Fact]
    public async Task A_lost_poll_is_followed_by_the_next()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "CreateToken" });

        var token = (await session.RunAsync(Login)).Single();

        Assert.NotEmpty(token.Text("AccessToken"));
        Assert.Equal(2, session.Journal.Count(request => request.Operation == "CreateToken"));
    }
}
