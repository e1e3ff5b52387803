using Microsoft.Extensions.Time.Testing;
using System.Net.Sockets;
using System.Text.Json;
using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.FakeEndpoint;
using SsoOidc.Files;
using SsoOidc.Login.Loopback;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>Logins in a browser that comes back, end to end against the fake.</summary>
public sealed class PkceLoginTests
{
    [Fact]
    public async Task A_login_gives_a_session_and_leaves_a_file_of_the_AWS_CLI()
    {
        await using var login = await StartAsync();
        var now = login.Time.GetUtcNow();

        var session = await login.ConnectAsync();

        Assert.Equal(("my-sso", PortalUrl, Region), (session.SessionName, session.StartUrl, session.Region));
        Assert.Equal((SsoOidcSessionSource.Login, SsoOidcSessionStatus.Valid, LoginFlowKind.Pkce), (session.Source, session.Status, session.Flow));
        Assert.Equal((now.AddHours(1), TimeSpan.FromHours(1), now), (session.ExpiresAt, session.Remaining, session.LoggedInAt));
        Assert.True(session.CanRefresh);
        Assert.Equal(now.AddDays(90), session.RegistrationExpiresAt);
        using var file = JsonDocument.Parse(File.ReadAllText(login.KeyPath));
        Assert.Equal(
            ["startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken", "loggedInAt", "loginFlow", "sessionName"],
            file.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(session.AccessToken, file.RootElement.GetProperty("accessToken").GetString());
        Assert.Empty(login.Warnings);
    }

    [Fact]
    public async Task The_calls_are_those_that_the_service_expects()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();

        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], login.Operations);
        var register = login.Fake.Journal[0].Body;
        Assert.Equal("SsoOidc-my-sso", register["clientName"]);
        Assert.Equal("public", register["clientType"]);
        Assert.Equal("""["sso:account:access"]""", register["scopes"]);
        Assert.Equal("""["authorization_code","refresh_token"]""", register["grantTypes"]);
        Assert.Equal("""["http://127.0.0.1/oauth/callback"]""", register["redirectUris"]);
        Assert.Equal(PortalUrl, register["issuerUrl"]);
        var authorize = login.Fake.Journal[1].Query;
        Assert.Equal(
            ["response_type", "client_id", "redirect_uri", "state", "code_challenge_method", "scopes", "code_challenge"],
            authorize.Keys);
        Assert.Equal(("code", "S256", "sso:account:access"), (authorize["response_type"], authorize["code_challenge_method"], authorize["scopes"]));
        Assert.Equal($"http://127.0.0.1:{login.Prompts[0].RedirectPort}/oauth/callback", authorize["redirect_uri"]);
        Assert.Equal(authorize["redirect_uri"], login.Fake.Journal[2].Body["redirectUri"]);
    }

    [Fact]
    public async Task The_prompt_tells_all_that_a_person_needs_and_holds_no_secret()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();

        var prompt = Assert.Single(login.Prompts);
        Assert.Equal((LoginFlowKind.Pkce, "my-sso", null, null), (prompt.Kind, prompt.Session, prompt.UserCode, prompt.Reason));
        Assert.StartsWith(login.Fake.Url + "authorize?response_type=code&client_id=", prompt.Uri, StringComparison.Ordinal);
        Assert.Equal(login.Time.GetUtcNow().AddMinutes(10), prompt.ExpiresAt);
        Assert.True(prompt.OpensBrowser);
        Assert.False(prompt.CanPasteBack);
        Assert.Null(prompt.PortForwardCommand);
        Assert.Empty(login.Fake.SecretsIn(prompt.Uri + prompt + string.Join("", login.Progress)));
    }

    [Fact]
    public async Task The_browser_is_told_the_end_and_the_port_is_closed()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();

        Assert.Contains("The session “my-sso” is ready.", await login.Page, StringComparison.Ordinal);
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", login.Prompts[0].RedirectPort!.Value, Cancel).AsTask());
    }

    [Fact]
    public async Task A_token_that_lives_is_used_without_a_request()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        var requests = login.Fake.Journal.Count;

        login.Advance(TimeSpan.FromMinutes(55));
        var second = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Cache, first.AccessToken, TimeSpan.FromMinutes(5)), (second.Source, second.AccessToken, second.Remaining));
        Assert.Equal(requests, login.Fake.Journal.Count);
    }

    [Fact]
    public async Task A_token_near_its_end_is_refreshed_without_a_person()
    {
        await using var login = await StartAsync();
        var first = await login.ConnectAsync();
        var file = File.ReadAllText(login.KeyPath);
        File.WriteAllText(login.KeyPath, file[..^1] + ", \"other\": [1]}");
        var refreshToken = login.Saved!.RefreshToken;

        login.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(1));
        var second = await login.ConnectAsync();

        Assert.Equal(SsoOidcSessionSource.Refreshed, second.Source);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.Equal(TimeSpan.FromHours(1), second.Remaining);
        Assert.Equal((first.LoggedInAt, LoginFlowKind.Pkce), (second.LoggedInAt, second.Flow));
        Assert.NotEqual(refreshToken, login.Saved!.RefreshToken);
        Assert.Contains("\"other\": [1]", File.ReadAllText(login.KeyPath), StringComparison.Ordinal);
        Assert.Single(login.Prompts);
        Assert.Equal("CreateToken", login.Operations.Last());
    }

    [Fact]
    public async Task A_longer_minimum_refreshes_sooner()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync()).Source);
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.ConnectAsync(new LoginOptions { MinimumRemaining = TimeSpan.FromMinutes(45) })).Source);
    }

    [Fact]
    public async Task A_session_that_is_over_leads_to_a_login_with_the_same_registration()
    {
        await using var login = await StartAsync(new FakeOptions { SessionLifetime = TimeSpan.FromHours(2) });
        await login.ConnectAsync();
        login.Advance(TimeSpan.FromHours(3));

        var session = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Login, login.Time.GetUtcNow()), (session.Source, session.LoggedInAt));
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken", "CreateToken", "Authorize", "CreateToken"], login.Operations);
        Assert.Equal("InvalidGrantException", login.Fake.Journal[3].Error);
    }

    [Fact]
    public async Task A_refusal_in_the_browser_is_an_error_with_its_description_here_and_there()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = EndWith(login, "error=access_denied&error_description=The+user+denied+the+request");

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync());

        Assert.Equal((LoginFailure.Denied, "access_denied", "The user denied the request"), (error.Failure, error.Error, error.ErrorDescription));
        Assert.Equal("The login was refused in the browser: The user denied the request. If that was a mistake: `ConnectAsync` `SessionName` my-sso", error.Message);
        Assert.Contains("The login was refused in the browser: The user denied the request.", await login.Page, StringComparison.Ordinal);
        Assert.Null(login.Saved);
    }

    [Fact]
    public async Task Another_error_of_the_redirect_is_told_with_its_description()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = EndWith(login, "error=server_error&error_description=Try%0Alater.");
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync());
        Assert.Equal((LoginFailure.Refused, "server_error"), (error.Failure, error.Error));
        Assert.Equal("The service ended the login with the error server_error: Try later. Check start URL, region and scopes of 'my-sso'.", error.Message);
    }

    [Fact]
    public async Task A_closed_window_ends_in_a_time_out_that_says_what_to_do()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        var connecting = login.ConnectAsync();
        await PassAsync(login, connecting, TimeSpan.FromMinutes(10));

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => connecting);

        Assert.Equal(LoginFailure.TimedOut, error.Failure);
        Assert.Equal(
            "Nobody finished the login within 10 minutes. If the browser showed an error, check the start URL and that us-east-1 is the region of IAM Identity Center; if it could not come back to this shell, use `UseDeviceCode`. Try again: `ConnectAsync` `SessionName` my-sso",
            error.Message);
        Assert.Equal("Waiting for the login to be approved in the browser", login.Progress[^1].Activity);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), (login.Progress[^1].Remaining, login.Progress[^1].Total));
    }

    [Fact]
    public async Task The_time_limit_can_be_set()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        var connecting = login.ConnectAsync(new LoginOptions { Timeout = TimeSpan.FromSeconds(30) });
        await PassAsync(login, connecting, TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => connecting);
        Assert.StartsWith("Nobody finished the login within 30 seconds.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_neither_stretches_the_wait_nor_ends_it(int hours)
    {
        var clock = new SettableClock();
        await using var login = await StartAsync(time: clock);
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        var connecting = login.ConnectUntilAsync(Cancel, new LoginOptions { Timeout = TimeSpan.FromSeconds(30) });
        await PassAsync(login, connecting, TimeSpan.FromSeconds(10));
        while (login.Progress.Count < 11)
            await Task.Yield();

        clock.Shift = TimeSpan.FromHours(hours);
        await PassAsync(login, connecting, TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<SsoOidcLoginException>(() => connecting);

        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(seconds => TimeSpan.FromSeconds(seconds)), login.Progress.Select(progress => progress.Remaining));
    }

    [Fact]
    public async Task A_wrong_state_is_ignored_and_the_real_redirect_still_counts()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = async (url, _, _) =>
        {
            login.Browse($"http://127.0.0.1:{login.Prompts[0].RedirectPort}/oauth/callback?code=stolen&state=guessed");
            Assert.Contains("This is not the answer to the login that is waiting now.", await login.Page, StringComparison.Ordinal);
            login.Browse(url);
            return null;
        };
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task A_port_in_use_is_told_before_any_request_is_sent()
    {
        using var other = new TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        await using var login = await StartAsync();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(new LoginOptions { RedirectPort = port }));
        Assert.Equal(LoginFailure.PortUnavailable, error.Failure);
        Assert.Empty(login.Fake.Journal);
    }

    [Fact]
    public async Task A_fixed_port_on_a_remote_host_comes_with_the_command_to_forward_it()
    {
        await using var login = await StartAsync();
        login.Surroundings = "SSH_CONNECTION=1";
        int port;
        using (var free = LoopbackListener.Start(0, "s", login.Time))
            port = free.Port;
        await login.ConnectAsync(new LoginOptions { Flow = LoginFlowKind.Pkce, RedirectPort = port });
        Assert.Equal($"ssh -L {port}:127.0.0.1:{port} {Environment.UserName}@{Environment.MachineName}", login.Prompts[0].PortForwardCommand);
    }

    [Fact]
    public async Task Without_a_browser_the_address_can_be_pasted_back()
    {
        await using var login = await StartAsync();
        login.CanPaste = true;
        login.OpenBrowser = (_, _, _) => throw new InvalidOperationException("No browser was wanted.");
        login.OnPrompt = async prompt =>
        {
            Assert.True(prompt.CanPasteBack);
            Assert.False(prompt.OpensBrowser);
            var redirect = await RedirectOfAsync(prompt.Uri);
            login.Paste("hello");
            login.Paste(redirect.Replace("state=", "state=x", StringComparison.Ordinal));
            login.Paste("");
            login.Paste($"  \"{redirect}\"  ");
        };

        var session = await login.ConnectAsync(new LoginOptions { NoBrowser = true });

        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Equal(4, login.PasteRequests);
        var warning = $"That is not the answer to this login. Paste the whole address that the browser ended on; it begins with http://127.0.0.1:{login.Prompts[0].RedirectPort}/oauth/callback?";
        Assert.Equal([warning, warning], login.Warnings);
    }

    [Fact]
    public async Task The_redirect_wins_over_a_paste_that_never_comes()
    {
        await using var login = await StartAsync();
        login.CanPaste = true;
        login.OnPrompt = prompt =>
        {
            login.Browse(prompt.Uri);
            return Task.CompletedTask;
        };
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { NoBrowser = true })).Source);
        Assert.Equal(1, login.PasteRequests);
    }

    [Fact]
    public async Task An_error_can_be_pasted_back_too()
    {
        await using var login = await StartAsync();
        login.CanPaste = true;
        login.OnPrompt = prompt =>
        {
            login.Paste(Prompted(login).Replace("RESULT", "error=access_denied", StringComparison.Ordinal));
            return Task.CompletedTask;
        };
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(new LoginOptions { NoBrowser = true }));
        Assert.Equal(LoginFailure.Denied, error.Failure);
    }

    [Fact]
    public async Task A_browser_that_does_not_open_is_a_warning_and_the_login_goes_on()
    {
        await using var login = await StartAsync();
        login.OpenBrowser = (url, _, _) =>
        {
            login.Browse(url);
            return Task.FromResult<string?>("No browser was opened: this machine has no display.");
        };
        await login.ConnectAsync();
        Assert.Equal(["No browser was opened: this machine has no display. Open the address shown above yourself, or log in with a code: `UseDeviceCode`."], login.Warnings);
    }

    [Fact]
    public async Task A_sign_in_page_that_nobody_should_open_is_refused_before_anything_is_sent()
    {
        await using var login = await StartAsync();
        login.Endpoint = new Uri("http://sso.example");
        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => login.ConnectAsync());
        Assert.Equal("The login page of the endpoint sso.example is not to be opened: its address is neither https nor on this machine. Use an https endpoint, or log in with a code: `UseDeviceCode`.", error.Message);
        Assert.Empty(login.Prompts);
    }

    [Fact]
    public async Task A_cached_registration_that_the_service_refuses_is_made_anew_once()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        File.Delete(login.KeyPath);
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidClientException" });
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var session = await login.ConnectAsync(new LoginOptions { RedirectPort = port });

        Assert.Equal((port, port), (login.Prompts[^2].RedirectPort, login.Prompts[^1].RedirectPort));
        Assert.Equal(SsoOidcSessionSource.Login, session.Source);
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken", "Authorize", "CreateToken", "RegisterClient", "Authorize", "CreateToken"], login.Operations);
    }

    [Fact]
    public async Task A_registration_made_just_now_is_not_made_again()
    {
        await using var login = await StartAsync();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidClientException" });
        await Assert.ThrowsAsync<InvalidClientException>(() => login.ConnectAsync());
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], login.Operations);
    }

    [Fact]
    public async Task A_registration_that_may_have_been_why_nobody_came_back_is_forgotten()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        File.Delete(login.KeyPath);
        login.Fake.Reset();
        var connecting = login.ConnectUntilAsync(Cancel);
        await PassAsync(login, connecting, TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<SsoOidcLoginException>(() => connecting);
        Assert.Contains("The client is unknown or its registration has expired.", await login.Page, StringComparison.Ordinal);

        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task Cancelling_the_wait_closes_the_port_frees_the_lock_and_tells_the_browser_nothing()
    {
        await using var login = await StartAsync();
        using var cancel = new CancellationTokenSource();
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);
        login.OnPrompt = _ => cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.ConnectUntilAsync(cancel.Token));

        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", login.Prompts[0].RedirectPort!.Value, Cancel).AsTask());
        using var held = (await FileLock.AcquireAsync(login.Cache.LockPathOf(TokenCache.TokenKey(Session, PortalUrl)), TimeSpan.Zero, login.Time, Cancel)).Lock;
        Assert.NotNull(held);
        Assert.Null(login.Saved);
    }

    [Fact]
    public async Task A_vanished_service_at_the_exchange_is_told_in_the_browser_too()
    {
        await using var login = await StartAsync();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidGrantException", Description = "No such code <b>" });
        await Assert.ThrowsAsync<InvalidGrantException>(() => login.ConnectAsync());
        Assert.Contains("No such code <b>", await login.Page, StringComparison.Ordinal);
    }

    private static Func<string, string?, CancellationToken, Task<string?>> EndWith(LoginFixture login, string result) => (_, _, _) =>
    {
        login.Browse(Prompted(login).Replace("RESULT", result, StringComparison.Ordinal));
        return Task.FromResult<string?>(null);
    };

    private static string Prompted(LoginFixture login)
    {
        var prompt = login.Prompts[^1];
        var state = QueryText.Read(new Uri(prompt.Uri).Query[1..], "state", out _)!;
        return $"http://127.0.0.1:{prompt.RedirectPort}/oauth/callback?RESULT&state={state}";
    }

    // A second at a time, as the countdown is reported, and with a breath for the tasks between.
    internal static async Task PassAsync(LoginFixture login, Task task, TimeSpan time)
    {
        while (login.Prompts.Count == 0 || login.Progress.Count == 0)
            await Task.Delay(5, Cancel);
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            var reports = login.Progress.Count;
            login.Advance(TimeSpan.FromSeconds(1));
            while (login.Progress.Count == reports && !task.IsCompleted && passed + TimeSpan.FromSeconds(1) < time)
                await Task.Yield();
        }
    }

    /// <summary>A clock of a system: timers and the monotonic clock know nothing of how the wall clock is set.</summary>
    private sealed class SettableClock() : FakeTimeProvider(InstantClock.Now)
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
