using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

[Collection(nameof(SessionCollection))]
public sealed class DeviceLoginTests
{
    [Theory]
    [InlineData("UseDeviceCode")]
    [InlineData("UseDeviceAuthentication")]
    [InlineData("DeviceCode")]
    [InlineData("DeviceAuth")]
    [InlineData("Device")]
    public async Task The_switch_asks_for_a_device_code_by_each_of_its_names(string name)
    {
        await using var home = await Home.StartAsync();

        var session = (await home.RunAsync($"Connect-SSOOIDCSession corp -{name} -NoBrowser")).Single();

        Assert.Equal("SsoOidc.SsoOidcSession", session.BaseObject.GetType().FullName);
        Assert.Equal("corp", session.Get("SessionName"));
        Assert.Equal(Home.StartUrl, session.Get("StartUrl"));
        Assert.Equal("eu-west-1", session.Get("Region"));
        Assert.Equal("Login", $"{session.Get("Source")}");
        Assert.Equal("DeviceCode", $"{session.Get("Flow")}");
        Assert.Equal("Valid", $"{session.Get("Status")}");
        Assert.Equal(true, session.Get("CanRefresh"));
        Assert.Equal(home.TokenPath("corp"), session.Get("CachePath"));
        Assert.Equal(session.Text("AccessToken"), (string?)home.Token("corp")["accessToken"]);
        Assert.InRange((TimeSpan)session.Get("Remaining")!, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization", "CreateToken"], home.Operations);
        Assert.DoesNotContain("since", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22", "this is an SSH session")]
    [InlineData("CODESPACES", "true", "this is a GitHub Codespace")]
    [InlineData("SSOOIDC_LOGIN_FLOW", "device", "the variable SSOOIDC_LOGIN_FLOW asks for it")]
    public async Task A_shell_that_no_browser_can_come_back_to_says_why_it_takes_a_device_code(string variable, string value, string reason)
    {
        await using var home = await Home.StartAsync();
        home.Set(variable, value);

        (await home.RunAsync("Connect-SSOOIDCSession corp -NoBrowser")).Single();

        Assert.StartsWith($"Log in to corp with a device code, since {reason}. Open\n", home.Shell.Screen.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_and_the_browser_that_opens_are_two_sentences()
    {
        await using var home = await Home.StartAsync();
        home.Set("SSOOIDC_LOGIN_FLOW", "device");
        home.Set("BROWSER", "true");

        (await home.RunAsync("Connect-SSOOIDCSession corp")).Single();

        Assert.StartsWith(
            "Log in to corp with a device code, since the variable SSOOIDC_LOGIN_FLOW asks for it. If no browser opens, open\n",
            home.Shell.Screen.Text.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_end_of_remoting_takes_a_device_code()
    {
        await using var home = await Home.StartAsync();

        (await home.RunAsync("$PSSenderInfo = 'somebody'; Connect-SSOOIDCSession corp -NoBrowser")).Single();

        Assert.Contains("since this is a remote shell", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_has_the_address_and_the_code_on_lines_of_their_own_and_a_warning()
    {
        await using var home = await Home.StartAsync();

        (await home.RunAsync("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser")).Single();

        var lines = home.Shell.Screen.Text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("Log in to corp. Open", lines[0]);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}$", lines[1]);
        Assert.Equal("and confirm the code", lines[2]);
        Assert.Equal("  " + lines[1][^9..], lines[3]);
        Assert.Equal("Approve only if you started this login just now and the code is the same. A code or link that somebody sent you is an attack.", lines[4]);
    }

    [Fact]
    public async Task A_person_approves_on_the_page()
    {
        await using var home = await Home.StartManualAsync();
        using var running = home.Start("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser");
        var address = await home.AddressAsync(running);

        Assert.Contains("Request approved", await home.DecideAsync(address, "approve"), StringComparison.Ordinal);

        Assert.Equal("Login", $"{(await running.EndAsync()).Single().Get("Source")}");
    }

    [Fact]
    public async Task Deny_is_an_error_that_says_what_to_run()
    {
        await using var home = await Home.StartManualAsync();
        using var running = home.Start("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser");
        await home.DecideAsync(await home.AddressAsync(running), "deny");

        var error = (await running.EndAsync()).Error();

        Assert.Equal("LoginDenied,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.EndsWith("If that was a mistake: Connect-SSOOIDCSession -SessionName corp", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(home.TokenPath("corp")));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("'1'")]
    [InlineData("([TimeSpan]'00:00:01')")]
    [InlineData("0.5")]
    public async Task A_time_out_is_given_in_seconds_or_as_a_time_span(string timeout)
    {
        await using var home = await Home.StartManualAsync();

        var error = (await home.RunAsync($"Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser -Timeout {timeout}")).Error();

        Assert.Equal("LoginTimedOut,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Matches("^Nobody approved the login within [012] seconds. Try again: Connect-SSOOIDCSession -SessionName corp$", error.Exception.Message);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e12")]
    public async Task A_time_out_that_is_none_is_refused(string timeout)
    {
        await using var home = await Home.StartAsync();

        var error = (await home.RunAsync($"Connect-SSOOIDCSession corp -Timeout {timeout}")).Error();

        Assert.Equal("ParameterArgumentTransformationError,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Empty(home.Server.Journal);
    }

    [Fact]
    public async Task The_registration_is_used_again()
    {
        await using var home = await Home.StartAsync();
        const string Login = "Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser -Force";

        var run = await home.RunAsync($"{Login}; {Login}");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        Assert.Single(home.Operations, "RegisterClient");
    }

    [Fact]
    public async Task A_registration_that_the_service_forgot_is_made_again()
    {
        await using var home = await Home.StartAsync();
        await home.RunAsync("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser");
        File.Delete(home.TokenPath("corp"));
        home.Server.Reset();

        (await home.RunAsync("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal(["StartDeviceAuthorization", "RegisterClient", "StartDeviceAuthorization", "CreateToken"], home.Operations);
    }
}
