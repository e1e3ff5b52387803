using SsoOidc.Cache;
using SsoOidc.FakeEndpoint;
using SsoOidc.Files;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>What stands between a call and a login: cache, lock, refresh, and who is there to answer.</summary>
public sealed class LoginFlowTests
{
    [Fact]
    public async Task While_a_token_lives_a_service_that_is_away_is_a_warning()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        login.Advance(TimeSpan.FromMinutes(57));
        login.Fake.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "CreateToken" });

        var second = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Cache, first.AccessToken), (second.Source, second.AccessToken));
        var warning = Assert.Single(login.Warnings);
        Assert.StartsWith("The token of the session 'my-sso' could not be refreshed (No answer from 127.0.0.1:", warning, StringComparison.Ordinal);
        Assert.EndsWith("); the present one is valid for 3 minutes more.", warning, StringComparison.Ordinal);
        Assert.Single(login.Prompts);
    }

    [Fact]
    public async Task Once_a_token_has_expired_a_service_that_is_away_is_the_error_and_no_login_is_started()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "CreateToken" });
        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => login.ConnectAsync());
        Assert.Single(login.Prompts);
    }

    [Fact]
    public async Task Force_ends_the_session_at_the_service_and_logs_in_anew()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        login.Advance(TimeSpan.FromMinutes(1));

        var second = await login.ConnectAsync(new LoginOptions { Force = true });

        Assert.Equal(SsoOidcSessionSource.Login, second.Source);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken", "Authorize", "CreateToken", "Logout"], login.Operations);
        Assert.Equal(200, login.Fake.Journal[5].Status);
        Assert.Empty(login.Warnings);
    }

    [Fact]
    public async Task Force_goes_on_with_a_warning_when_the_session_cannot_be_ended()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Status, Operation = "Logout", Status = 500 });
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { Force = true })).Source);
        Assert.Equal($"The session 'my-sso' could not be ended at the service ({login.Fake.Url.Authority} answered 500); the new login may inherit its end.", Assert.Single(login.Warnings));
    }

    [Theory]
    [InlineData("CI=true", null, "a build server (the variable CI is set)")]
    [InlineData("DISPLAY=:0", "PowerShell runs with -NonInteractive", "PowerShell runs with -NonInteractive")]
    public async Task Where_nobody_can_answer_it_fails_at_once_with_the_command_to_run(string surroundings, string? reason, string shown)
    {
        await using var login = await StartAsync();
        login.Surroundings = surroundings;

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(new LoginOptions { NonInteractiveReason = reason }));

        Assert.Equal(LoginFailure.NotInteractive, error.Failure);
        Assert.Equal(
            $"The session 'my-sso' needs a login and nobody can answer here: {shown}. Run this in an interactive shell first: `ConnectAsync` `SessionName` my-sso. If somebody does watch this one, choose the flow: `ConnectAsync` `SessionName` my-sso `UseDeviceCode`",
            error.Message);
        Assert.Empty(login.Fake.Journal);
    }

    [Fact]
    public async Task A_flow_that_was_chosen_or_a_prompt_handler_goes_ahead_all_the_same()
    {
        await using var login = await StartAsync();
        login.Surroundings = "CI=true;DISPLAY=:0";
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { Flow = LoginFlowKind.Pkce })).Source);
        File.Delete(login.KeyPath);
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { HasPromptHandler = true })).Source);
    }

    [Fact]
    public async Task Cache_and_refresh_need_nobody()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.Surroundings = "CI=true";
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync()).Source);
        login.ExpireToken();
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task Calls_at_once_make_one_login_and_all_get_its_token()
    {
        await using var login = await StartAsync(time: TimeProvider.System);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => login.ConnectAsync())));

        Assert.Single(sessions, session => session.Source == SsoOidcSessionSource.Login);
        Assert.Single(sessions.Select(session => session.AccessToken).Distinct());
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], login.Operations);
        await login.Cache.SaveTokenAsync(TokenCache.TokenKey(Session, PortalUrl), login.Saved!.Expiring(login.Time.GetUtcNow()));
        sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => login.ConnectAsync())));
        Assert.Single(sessions, session => session.Source == SsoOidcSessionSource.Refreshed);
        Assert.Equal(4, login.Fake.Journal.Count);
    }

    [Fact]
    public async Task A_login_that_holds_the_lock_for_too_long_is_told()
    {
        await using var login = await StartAsync(time: new InstantClock());
        using var other = (await FileLock.AcquireAsync(login.Cache.LockPathOf(TokenCache.TokenKey(Session, PortalUrl)), TimeSpan.Zero, TimeProvider.System, Cancel)).Lock;
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync());
        Assert.Equal(LoginFailure.Busy, error.Failure);
        Assert.Equal("Another process has been logging in to 'my-sso' for 15 minutes. Finish or end that login, then try again: `ConnectAsync` `SessionName` my-sso", error.Message);
        Assert.Equal("Waiting for another login to the same session", login.Progress[0].Activity);
        Assert.Equal(["Another process is logging in to 'my-sso' or refreshing it. Waiting for it for 15 minutes at most; Ctrl+C ends the wait."], login.Told);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_a_warning_and_the_token_is_there()
    {
        await using var login = await StartAsync();
        File.WriteAllText(Path.Combine(login.HomePath, "cache"), "a file where the folder should be");
        var session = await login.ConnectAsync();
        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.NotNull(session.AccessToken);
        Assert.StartsWith("The token was not saved, so other tools and the next shell cannot use it: ", Assert.Single(login.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_token_file_is_a_warning_and_a_login_replaces_it()
    {
        await using var login = await StartAsync();
        Directory.CreateDirectory(login.Cache.Folder);
        File.WriteAllText(login.KeyPath, "{ half");
        var session = await login.ConnectAsync();
        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Equal($"The token file {login.KeyPath} is not used: it is not valid JSON.", Assert.Single(login.Warnings));
        Assert.Equal(session.AccessToken, login.Saved!.AccessToken);
    }

    [Fact]
    public async Task A_session_made_by_the_AWS_CLI_is_used_and_refreshed_and_its_login_time_is_unknown()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        // The AWS CLI writes the members it knows and drops ours.
        File.WriteAllBytes(login.KeyPath, login.Saved!.With("loggedInAt", null).With("loginFlow", null).ToUtf8());

        var session = await login.ConnectAsync();
        Assert.Equal((SsoOidcSessionSource.Cache, null, null), (session.Source, session.LoggedInAt, session.Flow));
        login.ExpireToken();
        session = await login.ConnectAsync();
        Assert.Equal((SsoOidcSessionSource.Refreshed, null), (session.Source, session.LoggedInAt));
    }

    [Fact]
    public async Task An_explicit_refresh_takes_a_new_token_whatever_is_left_of_the_old()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        var second = await login.Flow().RefreshAsync(new LoginOptions { SessionName = Session }, Cancel);
        Assert.Equal(SsoOidcSessionSource.Refreshed, second.Source);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.Equal(second.AccessToken, login.Saved!.AccessToken);
    }

    [Fact]
    public async Task An_explicit_refresh_never_logs_in_and_says_what_to_run()
    {
        await using var login = await StartAsync(new FakeOptions { SessionLifetime = TimeSpan.FromHours(2) });
        var options = new LoginOptions { SessionName = Session };
        var missing = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().RefreshAsync(options, Cancel));
        Assert.Equal((LoginFailure.LoginRequired, "Nobody is logged in to the session 'my-sso'. Log in: `ConnectAsync` `SessionName` my-sso"), (missing.Failure, missing.Message));

        await login.ConnectAsync();
        login.Advance(TimeSpan.FromHours(3));
        var over = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().RefreshAsync(options, Cancel));
        Assert.Equal("The session 'my-sso' is over (Invalid refresh token provided). Log in: `ConnectAsync` `SessionName` my-sso `Force`", over.Message);
        Assert.IsType<InvalidGrantException>(over.InnerException);

        File.WriteAllBytes(login.KeyPath, login.Saved!.With("refreshToken", null).ToUtf8());
        var legacy = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().RefreshAsync(options, Cancel));
        Assert.Equal(
            "The token of the session 'my-sso' cannot be refreshed: it has no refresh token (a session has one when its scopes include sso:account:access). Log in: `ConnectAsync` `SessionName` my-sso",
            legacy.Message);
        Assert.Single(login.Prompts);
    }

    [Fact]
    public async Task A_registration_refused_in_a_refresh_is_not_used_for_the_login_that_follows()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        login.Fake.Reset();

        var session = await login.ConnectAsync();

        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Equal(["CreateToken", "RegisterClient", "Authorize", "CreateToken"], login.Operations);
    }

    [Fact]
    public async Task No_secret_is_in_the_text_of_a_session_or_in_what_was_told()
    {
        await using var login = await StartAsync();
        var session = await login.ConnectAsync();
        login.ExpireToken();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InternalServerException" });
        var error = await Assert.ThrowsAsync<InternalServerException>(() => login.ConnectAsync());
        Assert.Equal("my-sso", session.ToString());
        Assert.Empty(login.Fake.SecretsIn(session + string.Join("", login.Warnings) + error + string.Join("", login.Progress)));
    }
}
