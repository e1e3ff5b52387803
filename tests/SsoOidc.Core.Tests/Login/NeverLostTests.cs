using SsoOidc.Cache;
using SsoOidc.FakeEndpoint;
using SsoOidc.Files;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>What works once is not spent before its successor has a place, and nothing ends before its replacement is there.</summary>
public sealed class NeverLostTests
{
    private static readonly string Key = TokenCache.TokenKey(Session, PortalUrl);

    [Fact]
    public async Task A_valid_token_whose_successor_could_not_be_saved_is_used_as_it_is()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        login.Advance(TimeSpan.FromMinutes(57));
        Obstruct(login);

        var session = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Cache, first.AccessToken), (session.Source, session.AccessToken));
        Assert.StartsWith(
            "The token of the session 'my-sso' could not be refreshed (The token of the session 'my-sso' is not refreshed, since the new one could not be saved and the old one works only once: ",
            login.Warnings[^1],
            StringComparison.Ordinal);
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], login.Operations);
    }

    [Fact]
    public async Task A_refresh_whose_token_could_not_be_saved_is_an_error_and_the_owners_still_works()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        var obstacle = Obstruct(login);
        var options = new LoginOptions { SessionName = Session };

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().RefreshAsync(options, Cancel));
        login.ExpireToken();
        var expired = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().GetAsync(options, Cancel));

        Assert.Equal((LoginFailure.NotSaved, LoginFailure.NotSaved), (error.Failure, expired.Failure));
        Assert.Equal(3, login.Fake.Journal.Count);
        obstacle();
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.Flow().RefreshAsync(options, Cancel)).Source);
    }

    [Fact]
    public async Task Where_an_expired_token_could_not_be_renewed_a_login_of_its_own_leaves_the_owners_alone()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        var refreshToken = login.Saved!.RefreshToken;
        login.ExpireToken();
        var obstacle = Obstruct(login);

        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync()).Source);

        obstacle();
        Assert.Equal(refreshToken, login.Saved!.RefreshToken);
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task A_token_that_another_tool_has_refreshed_meanwhile_is_used_after_a_refusal()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        var theirs = login.Saved!.Renewed("theirs", login.Time.GetUtcNow().AddHours(1), "next");
        login.Answering = operation =>
        {
            if (operation == "/token")
                Assert.Null(login.Cache.SaveTokenAsync(Key, theirs).GetAwaiter().GetResult());
        };
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidGrantException" });

        var session = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Cache, "theirs"), (session.Source, session.AccessToken));
        Assert.Single(login.Prompts);
        Assert.Equal("next", login.Saved!.RefreshToken);
    }

    [Fact]
    public async Task A_refresh_token_that_another_tool_has_left_meanwhile_is_tried_once()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        var good = login.Saved!;
        await login.Cache.SaveTokenAsync(Key, good with { RefreshToken = "spent" });
        login.Answering = _ => Assert.Null(login.Cache.SaveTokenAsync(Key, good).GetAwaiter().GetResult());

        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.ConnectAsync()).Source);
        Assert.Single(login.Prompts);
    }

    [Fact]
    public async Task Force_that_is_given_up_or_refused_leaves_the_old_session()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        login.OnPrompt = _ => cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.ConnectUntilAsync(cancel.Token, new LoginOptions { Force = true }));
        login.Surroundings = "DISPLAY=:0;SSOOIDC_LOGIN_FLOW=browser";
        await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => login.ConnectAsync(new LoginOptions { Force = true }));
        login.Surroundings = "DISPLAY=:0";
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "RegisterClient", Error = "InvalidScopeException" });
        await Assert.ThrowsAsync<InvalidScopeException>(() => login.ConnectAsync(new LoginOptions { Force = true, Scopes = ["sso:account:access", "nonsense"] }));

        Assert.DoesNotContain("Logout", login.Operations);
        Assert.Equal((SsoOidcSessionSource.Cache, first.AccessToken), ((await login.ConnectAsync()).Source, (await login.ConnectAsync()).AccessToken));
    }

    [Fact]
    public async Task Force_whose_token_could_not_be_saved_does_not_end_the_session_that_stays_in_the_cache()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        Obstruct(login);

        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { Force = true })).Source);

        Assert.DoesNotContain("Logout", login.Operations);
        Assert.Equal("The old session 'my-sso' was not ended, since its token is still the one in the cache.", login.Warnings[^1]);
    }

    [Fact]
    public async Task A_log_out_that_fails_after_a_refresh_keeps_what_the_refresh_gave()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        var (old, kept) = (login.Saved!.AccessToken, "");
        login.Answering = operation => kept = operation == "/logout" ? login.Saved!.AccessToken : kept;

        await login.DisconnectAsync();

        Assert.NotEmpty(kept);
        Assert.NotEqual(old, kept);
        Assert.Equal(["CreateToken", "Logout"], login.Operations.TakeLast(2));
    }

    [Fact]
    public async Task A_refusal_of_access_in_a_refresh_is_the_end_of_the_session_and_told_before_the_login()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "AccessDeniedException", Description = "No longer." });

        var session = await login.ConnectAsync();

        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Equal(["The session 'my-sso' is over at the service (No longer): a new login is needed."], login.Told);
    }

    [Theory]
    [InlineData(LoginFlowKind.Pkce)]
    [InlineData(LoginFlowKind.DeviceCode)]
    public async Task A_registration_of_the_AWS_CLI_that_the_service_forgot_is_made_again(LoginFlowKind flow)
    {
        await using var login = await StartAsync(time: flow == LoginFlowKind.Pkce ? null : new InstantClock());
        await login.ConnectAsync(new LoginOptions { Flow = flow, NoBrowser = flow == LoginFlowKind.DeviceCode });
        MoveRegistrationToCli(login, flow);
        File.Delete(login.KeyPath);
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = flow == LoginFlowKind.Pkce ? "CreateToken" : "StartDeviceAuthorization", Error = "InvalidClientException" });
        var before = login.Fake.Journal.Count;

        var session = await login.ConnectAsync(new LoginOptions { Flow = flow, NoBrowser = flow == LoginFlowKind.DeviceCode });

        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Single(login.Operations.Skip(before), operation => operation == "RegisterClient");
        Assert.Equal(flow == LoginFlowKind.Pkce ? "Authorize" : "StartDeviceAuthorization", login.Operations.ElementAt(before));
    }

    [Fact]
    public async Task A_registration_of_the_AWS_CLI_that_may_have_been_why_nobody_came_back_is_forgotten_too()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        var file = MoveRegistrationToCli(login, LoginFlowKind.Pkce);
        File.Delete(login.KeyPath);
        login.Fake.Reset();
        var connecting = login.ConnectUntilAsync(Cancel);
        await PkceLoginTests.PassAsync(login, connecting, TimeSpan.FromMinutes(10));

        Assert.Equal(LoginFailure.TimedOut, (await Assert.ThrowsAsync<SsoOidcLoginException>(() => connecting)).Failure);

        Assert.False(File.Exists(file));
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task A_valid_token_is_given_while_another_process_holds_the_lock()
    {
        await using var login = await StartAsync(time: new InstantClock());
        await login.Cache.SaveTokenAsync(Key, new CachedToken { AccessToken = "held", ExpiresAt = login.Time.GetUtcNow().AddMinutes(4), RefreshToken = "r", ClientId = "c", ClientSecret = "s" });
        using var other = (await FileLock.AcquireAsync(login.Cache.LockPathOf(Key), TimeSpan.Zero, TimeProvider.System, Cancel)).Lock;

        var connected = await login.ConnectAsync();
        var got = await login.Flow().GetAsync(new LoginOptions { SessionName = Session }, Cancel);

        Assert.Equal((SsoOidcSessionSource.Cache, "held", SsoOidcSessionSource.Cache, "held"), (connected.Source, connected.AccessToken, got.Source, got.AccessToken));
        Assert.Empty(login.Fake.Journal);
        await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.DisconnectAsync());
    }

    [Theory]
    [InlineData("get")]
    [InlineData("refresh")]
    [InlineData("disconnect")]
    public async Task What_never_logs_in_waits_a_minute_for_the_refresh_of_another_process_and_not_for_its_login(string call)
    {
        await using var login = await StartAsync(time: new InstantClock());
        await login.Cache.SaveTokenAsync(Key, new CachedToken { AccessToken = "a", ExpiresAt = login.Time.GetUtcNow().AddMinutes(-4), RefreshToken = "r", ClientId = "c", ClientSecret = "s" });
        using var other = (await FileLock.AcquireAsync(login.Cache.LockPathOf(Key), TimeSpan.Zero, TimeProvider.System, Cancel)).Lock;
        var options = new LoginOptions { SessionName = Session };

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => call switch
        {
            "get" => login.Flow().GetAsync(options, Cancel),
            "refresh" => login.Flow().RefreshAsync(options, Cancel),
            _ => (Task)login.DisconnectAsync(),
        });

        Assert.Equal((LoginFailure.Busy, "Another process has been logging in to 'my-sso' for 60 seconds."), (error.Failure, error.Message.Split(" Finish")[0]));
        Assert.Single(login.Told);
        Assert.Empty(login.Fake.Journal);
    }

    [Fact]
    public async Task A_wait_without_end_leaves_no_lock_behind()
    {
        await using var login = await StartAsync(time: new InstantClock());
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        using var cancel = new CancellationTokenSource();
        login.OnPrompt = _ => cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.ConnectUntilAsync(cancel.Token, new LoginOptions { Timeout = TimeSpan.MaxValue }));
        Assert.Equal(DateTimeOffset.MaxValue, login.Prompts[0].ExpiresAt);

        using var held = (await FileLock.AcquireAsync(login.Cache.LockPathOf(Key), TimeSpan.Zero, TimeProvider.System, Cancel)).Lock;

        Assert.NotNull(held);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_where_a_token_can_be_saved_is_told()
    {
        await using var login = await StartAsync();
        Directory.CreateDirectory(login.Cache.LockPathOf(Key));
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync()).Source);
        Assert.StartsWith("The session 'my-sso' cannot be locked, so another shell may log in to it at the same time: ", Assert.Single(login.Warnings), StringComparison.Ordinal);
        Assert.NotNull(login.Saved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_life_than_a_token_has_is_told_once_and_not_refreshed_at_every_call(bool canRefresh)
    {
        await using var login = await StartAsync();
        var options = new LoginOptions { MinimumRemaining = TimeSpan.FromHours(2) };
        await login.ConnectAsync(options);
        if (!canRefresh)
            await login.Cache.SaveTokenAsync(Key, login.Saved! with { RefreshToken = null });

        var second = await login.ConnectAsync(options);
        login.Advance(TimeSpan.FromMinutes(1));
        var third = await login.ConnectAsync(options);

        Assert.Equal((SsoOidcSessionSource.Cache, SsoOidcSessionSource.Cache), (second.Source, third.Source));
        Assert.Equal(["The remaining life that is asked for, 120 minutes, is more than the 60 minutes that a token of 'my-sso' lives: it has 60 minutes left, and is not refreshed at every call."], login.Warnings);
        login.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(canRefresh ? SsoOidcSessionSource.Refreshed : SsoOidcSessionSource.Cache, (await login.ConnectAsync(options)).Source);
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync(options)).Source);
        Assert.Single(login.Warnings);
    }

    [Fact]
    public async Task A_token_of_unknown_life_is_refreshed_once_to_know_it()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        var options = new LoginOptions { MinimumRemaining = TimeSpan.FromHours(2) };

        Assert.Equal(
            [SsoOidcSessionSource.Refreshed, SsoOidcSessionSource.Cache, SsoOidcSessionSource.Cache],
            [(await login.ConnectAsync(options)).Source, (await login.ConnectAsync(options)).Source, (await login.ConnectAsync(options)).Source]);
        Assert.Single(login.Warnings);
    }

    // Something in the way of every new token file, whoever the tests run as. Calling the result takes it away.
    private static Action Obstruct(LoginFixture login)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs statx.");
        var moved = login.Cache.Folder + ".away";
        Directory.Move(login.Cache.Folder, moved);
        Directory.CreateSymbolicLink(login.Cache.Folder, moved);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(moved, (UnixFileMode)Convert.ToInt32("722", 8));
        return () =>
        {
            Directory.Delete(login.Cache.Folder);
            Directory.Move(moved, login.Cache.Folder);
        };
    }

    private static string MoveRegistrationToCli(LoginFixture login, LoginFlowKind flow)
    {
        var key = new RegistrationKey
        {
            SessionName = Session,
            StartUrl = PortalUrl,
            Region = Region,
            Scopes = ["sso:account:access"],
            GrantTypes = flow == LoginFlowKind.Pkce ? ["authorization_code", "refresh_token"] : [],
            Endpoint = login.Fake.Url,
        };
        File.Move(login.Cache.PathOf(key.OwnName), login.Cache.PathOf(key.CliName));
        return login.Cache.PathOf(key.CliName);
    }
}
