using System.Text.Json;
using SsoOidc.FakeEndpoint;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>Logins with a device code, end to end against the fake.</summary>
public sealed class DeviceLoginTests
{
    private static readonly LoginOptions Device = new() { Flow = LoginFlowKind.DeviceCode };
    private static readonly LoginOptions WithoutBrowser = new() { Flow = LoginFlowKind.DeviceCode, NoBrowser = true };

    [Fact]
    public async Task A_login_polls_until_the_approval_and_gives_a_session_that_can_be_refreshed()
    {
        await using var login = await StartAsync(new FakeOptions { PendingPolls = 2 }, new PollingClock());
        login.OpenBrowser = (_, _, _) => Task.FromResult<string?>(null);

        var session = await login.ConnectAsync(Device);

        Assert.Equal((SsoOidcSessionSource.Login, LoginFlowKind.DeviceCode, true), (session.Source, session.Flow, session.CanRefresh));
        Assert.Equal("device", login.Saved!.LoginFlow);
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateToken", "CreateToken"], login.Operations);
        Assert.Equal("""["sso:account:access"]""", login.Fake.Journal[0].Body["scopes"]);
        Assert.False(login.Fake.Journal[0].Body.ContainsKey("grantTypes"));
        Assert.Equal(PortalUrl, login.Fake.Journal[1].Body["startUrl"]);
        login.ExpireToken();
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task The_prompt_has_code_addresses_and_end_and_the_browser_opens_the_complete_one()
    {
        await using var login = await StartAsync(time: new PollingClock());
        string? opened = null;
        login.OpenBrowser = (url, command, _) =>
        {
            opened = url + " with " + command;
            return Task.FromResult<string?>(null);
        };
        var began = login.Time.GetUtcNow();

        await login.ConnectAsync(new LoginOptions { Flow = LoginFlowKind.DeviceCode, Browser = "firefox" });

        var prompt = Assert.Single(login.Prompts);
        Assert.Equal((LoginFlowKind.DeviceCode, "my-sso", null), (prompt.Kind, prompt.Session, prompt.Reason));
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", prompt.UserCode);
        Assert.Equal(login.Fake.Url + "device", prompt.Uri);
        Assert.Equal(prompt.Uri + "?user_code=" + prompt.UserCode, prompt.UriComplete);
        Assert.Equal(began.AddMinutes(10), prompt.ExpiresAt);
        Assert.Null(prompt.RedirectPort);
        Assert.Equal(prompt.UriComplete + " with firefox", opened);
        Assert.Empty(login.Fake.SecretsIn(prompt.Uri + prompt.UriComplete + prompt.UserCode + prompt));
    }

    [Theory]
    [InlineData("SSH_TTY=/dev/pts/0", "this is an SSH session", false)]
    [InlineData("file=/.dockerenv", "this is a container", false)]
    [InlineData("WSL_DISTRO_NAME=Ubuntu", "this is WSL, whose ports a browser on Windows may not reach", true)]
    [InlineData("DISPLAY=:0;SSOOIDC_LOGIN_FLOW=device", "the variable SSOOIDC_LOGIN_FLOW asks for it", true)]
    [InlineData("SSH_TTY=/dev/pts/0;BROWSER=/x/bin/helpers/browser.sh", "this is an SSH session", true)]
    public async Task It_is_chosen_by_itself_where_a_browser_could_not_come_back_and_says_why(string surroundings, string reason, bool opens)
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.Surroundings = surroundings;
        var opened = 0;
        login.OpenBrowser = (_, _, _) =>
        {
            opened++;
            return Task.FromResult<string?>(null);
        };

        var session = await login.ConnectAsync();

        Assert.Equal((LoginFlowKind.DeviceCode, reason, opens), (session.Flow, login.Prompts[0].Reason, login.Prompts[0].OpensBrowser));
        Assert.Equal(opens ? 1 : 0, opened);
        Assert.Empty(login.Warnings);
    }

    [Theory]
    [InlineData("https://device.sso.eu-west-1.amazonaws.com@evil.example/", null, "has a user name, which hides the host that it leads to")]
    [InlineData("https://device.sso.eu-west-1.amazonaws.com/", "https://device.sso.eu-west-1.amazonaws.com@evil.example/?user_code=A", "has a user name, which hides the host that it leads to")]
    [InlineData("http://evil.example/device", null, "is neither https nor on this machine")]
    [InlineData("https://device.sso.eu-west-1.amazonaws.com/", "javascript:alert(1)", "is neither https nor on this machine")]
    [InlineData("evil", "", "is none")]
    public async Task A_page_that_nobody_should_open_is_refused_and_never_shown(string page, string? complete, string reason)
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.Fake.AddFault(new Fault
        {
            Kind = FaultKind.Status,
            Operation = "StartDeviceAuthorization",
            Status = 200,
            Body = JsonSerializer.Serialize(new { deviceCode = "d", userCode = "ABCD-EFGH", verificationUri = page, verificationUriComplete = complete, expiresIn = 600 }),
        });

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => login.ConnectAsync(new LoginOptions { Flow = LoginFlowKind.DeviceCode }));

        Assert.Equal($"The page that the service names for the login is not to be opened: its address {reason}. Check the endpoint.", error.Message);
        Assert.Empty(login.Prompts);
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization"], login.Operations);
    }

    [Fact]
    public async Task Nothing_is_polled_before_the_prompt_was_shown()
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.OnPrompt = async _ =>
        {
            await Task.Delay(50, Cancel);
            Assert.Equal(["RegisterClient", "StartDeviceAuthorization"], login.Operations);
        };
        await login.ConnectAsync(WithoutBrowser);
    }

    [Fact]
    public async Task A_refusal_is_an_error_that_says_so()
    {
        await using var login = await StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, new PollingClock());
        login.OnPrompt = prompt =>
        {
            Assert.True(login.Fake.Deny(prompt.UserCode!));
            return Task.CompletedTask;
        };
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(WithoutBrowser));
        Assert.Equal(LoginFailure.Denied, error.Failure);
        Assert.IsType<AccessDeniedException>(error.InnerException);
        Assert.Equal("The login was refused in the browser: The user denied the request. If that was a mistake: `ConnectAsync` `SessionName` my-sso", error.Message);
    }

    [Fact]
    public async Task A_code_that_nobody_approves_ends_in_a_time_out_with_a_countdown()
    {
        await using var login = await StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, new PollingClock());
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(WithoutBrowser));
        Assert.Equal(LoginFailure.TimedOut, error.Failure);
        Assert.Equal("Nobody approved the login within 10 minutes. Try again: `ConnectAsync` `SessionName` my-sso", error.Message);
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)), (login.Progress[0].Remaining, login.Progress[0].Total));
        Assert.Equal("Waiting for the login to be approved in the browser", login.Progress[0].Activity);
        Assert.InRange(login.Progress[^1].Remaining, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task The_time_limit_can_be_shorter_than_the_codes_life()
    {
        await using var login = await StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, new PollingClock());
        var began = login.Time.GetUtcNow();
        await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(new LoginOptions { Flow = LoginFlowKind.DeviceCode, NoBrowser = true, Timeout = TimeSpan.FromSeconds(30) }));
        Assert.Equal(began.AddSeconds(30), login.Prompts[0].ExpiresAt);
        Assert.InRange(login.Time.GetUtcNow() - began, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_cached_registration_that_the_service_forgot_is_made_anew_before_anybody_is_asked()
    {
        await using var login = await StartAsync(time: new PollingClock());
        await login.ConnectAsync(WithoutBrowser);
        File.Delete(login.KeyPath);
        login.Fake.Reset();

        await login.ConnectAsync(WithoutBrowser);

        Assert.Equal(["StartDeviceAuthorization", "RegisterClient", "StartDeviceAuthorization", "CreateToken"], login.Operations);
        Assert.Equal(2, login.Prompts.Count);
    }

    [Theory]
    [InlineData("StartDeviceAuthorization", "InvalidRequestException", null, ".")]
    [InlineData("StartDeviceAuthorization", "InvalidGrantException", null, ".")]
    [InlineData("RegisterClient", "InvalidRequestException", "Invalid issuer.", ": Invalid issuer.")]
    public async Task What_a_wrong_region_or_start_URL_gives_is_explained(string operation, string fault, string? description, string shown)
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = operation, Error = fault, Description = description });

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(Device));

        Assert.Equal((LoginFailure.WrongRegionOrStartUrl, fault), (error.Failure, error.InnerException!.GetType().Name));
        Assert.Equal(
            $"The service refused the start URL {PortalUrl} in the region {Region}{shown} One of the two is most likely wrong: the region is that of IAM Identity Center (`Region`, or sso_region of the session), and the start URL is the address of the access portal, complete and unshortened.",
            error.Message);
        Assert.Equal(400, (int)error.StatusCode!);
        Assert.Empty(login.Prompts);
    }

    [Fact]
    public async Task The_right_region_is_told_where_the_service_names_it()
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.Fake.AddFault(new Fault { Kind = FaultKind.Error, Operation = "StartDeviceAuthorization", Error = "InvalidRequestRegionException", Region = "eu-central-1", Endpoint = "x" });
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.ConnectAsync(Device));
        Assert.Equal($"The start URL {PortalUrl} is in the region eu-central-1, not us-east-1. Use that region: `Region`, or sso_region of the session.", error.Message);
    }

    [Fact]
    public async Task Trouble_of_the_service_while_polling_shows_in_the_countdown_and_passes()
    {
        await using var login = await StartAsync(time: new PollingClock());
        login.Fake.AddFault(new Fault { Kind = FaultKind.Status, Operation = "CreateToken", Status = 503 });
        await login.ConnectAsync(WithoutBrowser);
        Assert.Contains(login.Progress, report => report.LastFailure == "The service answered 503 ServiceUnavailable and gave no description.");
    }
}
