using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Where the token comes from: the cache, a refresh, a login.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SourceTests
{
    private const string Connect = "Connect-SSOOIDCSession corp";

    [Fact]
    public async Task A_token_with_life_left_is_used_without_a_request_or_a_word()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));

        var session = (await home.RunAsync(Connect)).Single();

        Assert.Equal("Cache", $"{session.Get("Source")}");
        Assert.Equal("canary-corp", session.Get("AccessToken"));
        Assert.Empty(home.Server.Journal);
        Assert.Empty(home.Shell.Screen.Text);
    }

    [Theory]
    [InlineData("", 4, true)]
    [InlineData("", 6, false)]
    [InlineData("-MinimumRemaining 600", 9, true)]
    [InlineData("-MinimumRemaining 600", 11, false)]
    [InlineData("-MinimumRemaining ([TimeSpan]'00:10')", 9, true)]
    [InlineData("-MinimumRemaining 0", 1, false)]
    public async Task A_token_near_its_end_is_refreshed_without_a_word(string arguments, int minutes, bool isRefreshed)
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        var before = home.Token("corp");
        home.SetRemaining(TimeSpan.FromMinutes(minutes));
        var shown = home.Shell.Screen.Text;

        var session = (await home.RunAsync($"{Connect} {arguments}")).Single();

        Assert.Equal(isRefreshed ? "Refreshed" : "Cache", $"{session.Get("Source")}");
        Assert.Equal(isRefreshed ? 2 : 1, home.Operations.Count(operation => operation == "CreateToken"));
        Assert.Equal(isRefreshed, (string?)home.Token("corp")["accessToken"] != (string?)before["accessToken"]);
        Assert.Equal(isRefreshed, (string?)home.Token("corp")["refreshToken"] != (string?)before["refreshToken"]);
        Assert.Equal((string?)before["loggedInAt"], (string?)home.Token("corp")["loggedInAt"]);
        Assert.Equal(shown, home.Shell.Screen.Text);
    }

    [Fact]
    public async Task A_session_that_ended_at_the_service_needs_a_login()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.SetRemaining(TimeSpan.FromHours(-1));
        home.Server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidGrantException" });

        var session = (await home.RunAsync($"{Connect} -Browser 'curl -sL -o {home.PathOf("page.html")}'")).Single();

        Assert.Equal("Login", $"{session.Get("Source")}");
        Assert.Equal(["refresh_token", "authorization_code"], home.Server.Journal.Skip(3).Where(r => r.Operation == "CreateToken").Select(r => r.Body["grantType"]));
    }

    [Fact]
    public async Task Force_ends_the_old_session_at_the_service_with_the_new_token_in_hand()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();

        var session = (await home.RunAsync($"{Connect} -Force -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal("Login", $"{session.Get("Source")}");
        Assert.Equal(["RegisterClient", "StartDeviceAuthorization", "CreateToken", "Logout"], home.Operations.Skip(3));
    }

    [Fact]
    public async Task Force_that_cannot_end_the_session_warns_and_goes_on()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Status, Operation = "Logout", Status = 503, Times = 10 });

        var run = await home.RunAsync($"{Connect} -Force -UseDeviceCode -NoBrowser");

        Assert.Equal("Login", $"{run.Single().Get("Source")}");
        Assert.StartsWith("The session 'corp' could not be ended at the service", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_down_leaves_the_last_minutes_of_a_token_in_use()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.SetRemaining(TimeSpan.FromMinutes(2));
        home.Server.AddFault(new Fault { Kind = FaultKind.Status, Operation = "CreateToken", Status = 400, Times = 10 });

        var run = await home.RunAsync(Connect);

        Assert.Equal("Cache", $"{run.Single().Get("Source")}");
        Assert.Contains("could not be refreshed", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_does_nothing()
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync($"{Connect} -UseDeviceCode -WhatIf");

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Empty(home.Server.Journal);
        Assert.Contains("What if: Performing the operation \"Connect-SSOOIDCSession\" on target \"corp\".", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_says_each_thing_that_would_happen()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        var (config, requests) = (home.Config, home.Server.Journal.Count);

        var run = await home.RunAsync("Connect-SSOOIDCSession corp -StartUrl https://corp.awsapps.com/start -Region eu-west-1 -Force -SaveSession -UseDeviceCode -WhatIf");

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Equal((config, requests), (home.Config, home.Server.Journal.Count));
        foreach (var what in new[]
        {
            "\"Connect-SSOOIDCSession\" on target \"corp\".",
            "\"Log in anew and then end the present session at the service\" on target \"corp\".",
            $"\"Write the section [sso-session corp]\" on target \"{home.PathOf(".aws/config")}\".",
        })
        {
            Assert.Contains("What if: Performing the operation " + what, home.Shell.Screen.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_sessions_of_Get_pipe_into_Connect_and_only_what_is_near_its_end_is_refreshed()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.SetRemaining(TimeSpan.FromMinutes(1));
        home.GivenToken("https://other.awsapps.com/start", TimeSpan.FromHours(1), "https://other.awsapps.com/start");

        var run = await home.RunAsync("Get-SSOOIDCSession | Connect-SSOOIDCSession");

        Assert.Empty(run.Errors);
        Assert.Equal(["corp Refreshed", "https://other.awsapps.com/start Cache"], run.Output.Select(session => $"{session} {session.Get("Source")}"));
    }

    [Fact]
    public async Task What_nobody_ever_logged_in_to_is_passed_over_in_a_list_unless_it_is_forced()
    {
        await using var home = await Home.StartAsync();
        home.Config = Home.Corp + "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = eu-west-1\n[sso-session broken]\nsso_region = eu-west-1\n";
        await home.GivenLoginAsync();
        var requests = home.Server.Journal.Count;

        var run = await home.RunAsync("Get-SSOOIDCSession | Connect-SSOOIDCSession -UseDeviceCode -NoBrowser");

        Assert.Equal("corp Cache", $"{run.Single()} {run.Single().Get("Source")}");
        Assert.Equal(requests, home.Server.Journal.Count);
        Assert.Equal(
            ["The session 'broken' is passed over: The sso-session 'broken' in", "The session 'lab' is passed over: nobody is logged in to it. Log in: Connect-SSOOIDCSession -SessionName lab"],
            run.Warnings.Select(warning => warning.Split(" " + home.Folder)[0]));

        Assert.Equal("Login", $"{(await home.RunAsync("Get-SSOOIDCSession lab | Connect-SSOOIDCSession -Force -UseDeviceCode -NoBrowser")).Single().Get("Source")}");
    }

    [Fact]
    public async Task Of_several_that_are_piped_one_that_needs_a_login_leaves_the_others_as_they_are()
    {
        await using var home = await Home.StartAsync();
        home.Config = Home.Corp + "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = eu-west-1\n";
        await home.GivenLoginAsync("lab");
        home.SetRemaining(TimeSpan.FromMinutes(1), "lab");
        home.GivenToken("corp", TimeSpan.FromHours(-1));
        home.Set("CI", "true");

        var run = await home.RunAsync("Get-SSOOIDCSession | Connect-SSOOIDCSession");

        Assert.Equal("lab Refreshed", $"{Assert.Single(run.Output)} {run.Output[0].Get("Source")}");
        Assert.Equal("LoginNotInteractive,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal("caught LoginNotInteractive", $"{(await home.RunAsync("try { Connect-SSOOIDCSession corp } catch { 'caught ' + $_.FullyQualifiedErrorId.Split(',')[0] }")).Single()}");
    }

    [Fact]
    public async Task An_object_of_before_the_login_takes_the_token_that_is_there_now()
    {
        await using var home = await Home.StartAsync();
        await home.RunAsync("$old = Get-SSOOIDCSession corp");
        home.GivenToken("corp", TimeSpan.FromHours(1));

        Assert.Equal("Cache", $"{(await home.RunAsync("$old | Connect-SSOOIDCSession")).Single().Get("Source")}");
    }

    [Theory]
    [InlineData("'corp'")]
    [InlineData("'corp.awsapps.com/start'")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-SSOOIDCSession corp)))")]
    public async Task Text_and_what_a_session_became_in_a_file_or_a_job_pipe_into_Connect(string piped)
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));

        var session = (await home.RunAsync($"{piped} | Connect-SSOOIDCSession")).Single();

        Assert.Equal("corp Cache canary-corp", $"{session} {session.Get("Source")} {session.Get("AccessToken")}");
    }

    [Fact]
    public async Task A_session_pipes_on_with_AccessToken_and_Region()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));

        var run = await home.RunAsync($$"""
            function Get-Role { param([Parameter(ValueFromPipelineByPropertyName)] $AccessToken, [Parameter(ValueFromPipelineByPropertyName)] $Region) process { "$AccessToken in $Region" } }
            {{Connect}} | Get-Role
            """);

        Assert.Equal("canary-corp in eu-west-1", run.Single().BaseObject);
    }

    [Fact]
    public async Task New_token_refreshes_whatever_life_is_left_and_never_logs_in()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        var before = home.Token("corp");

        var session = (await home.RunAsync("New-SSOOIDCToken -SessionName corp")).Single();

        Assert.Equal("SsoOidc.SsoOidcSession", session.BaseObject.GetType().FullName);
        Assert.Equal("Refreshed", $"{session.Get("Source")}");
        Assert.NotEqual((string?)before["accessToken"], session.Text("AccessToken"));
        Assert.Equal(session.Text("AccessToken"), (string?)home.Token("corp")["accessToken"]);
    }

    [Fact]
    public async Task New_token_without_a_login_says_what_to_run()
    {
        await using var home = await Home.StartAsync();
        home.Set("SSOOIDC_LOGIN_FLOW", "device");

        var none = (await home.RunAsync("New-SSOOIDCToken -SessionName corp")).Error();
        home.GivenToken("corp", TimeSpan.FromHours(1));
        var unrefreshable = (await home.RunAsync("New-SSOOIDCToken -SessionName corp")).Error();
        var unknown = (await home.RunAsync("New-SSOOIDCToken -SessionName nowhere")).Error();

        Assert.Equal("LoginRequired,SsoOidc.Commands.NewSSOOIDCTokenCommand", none.FullyQualifiedErrorId);
        Assert.Equal("Nobody is logged in to the session 'corp'. Log in: Connect-SSOOIDCSession -SessionName corp", none.Exception.Message);
        Assert.Equal("LoginRequired,SsoOidc.Commands.NewSSOOIDCTokenCommand", unrefreshable.FullyQualifiedErrorId);
        Assert.StartsWith("The token of the session 'corp' cannot be refreshed: it has no refresh token", unrefreshable.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("SessionNotFound,SsoOidc.Commands.NewSSOOIDCTokenCommand", unknown.FullyQualifiedErrorId);
        Assert.Empty(home.Server.Journal);
    }

    [Fact]
    public async Task New_token_of_a_session_that_ended_says_what_to_run()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidGrantException" });

        var error = (await home.RunAsync("New-SSOOIDCToken -SessionName corp")).Error();

        Assert.Equal("LoginRequired,SsoOidc.Commands.NewSSOOIDCTokenCommand", error.FullyQualifiedErrorId);
        Assert.EndsWith("Log in: Connect-SSOOIDCSession -SessionName corp -Force", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_token_file_is_a_warning_and_the_login_goes_on()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));
        await File.WriteAllTextAsync(home.TokenPath("corp"), "{ \"accessToken\": ", TestContext.Current.CancellationToken);

        var run = await home.RunAsync($"{Connect} -UseDeviceCode -NoBrowser");

        Assert.Equal("Login", $"{run.Single().Get("Source")}");
        Assert.StartsWith($"The token file {home.TokenPath("corp")} is not used: ", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }
}
