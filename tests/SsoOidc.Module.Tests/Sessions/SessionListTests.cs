using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Get- and Disconnect-SSOOIDCSession, the view and completion.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SessionListTests
{
    private const string Lab = "https://lab.awsapps.com/start";
    private const string Three = Home.Corp + $"[sso-session lab]\nsso_start_url = {Lab}\nsso_region = us-east-2\n[sso-session broken]\nsso_region = us-east-2\n";

    [Fact]
    public async Task A_session_that_was_written_and_read_again_can_still_be_ended()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();

        // What Import-Clixml, ConvertFrom-Json and a job give: the members, and nothing of the type.
        var run = await home.RunAsync(
            "$s = Get-SSOOIDCSession corp; $copy = [pscustomobject]@{}; foreach ($p in $s.psobject.Properties) { $copy.psobject.Properties.Add([psnoteproperty]::new($p.Name, $p.Value)) }; $copy | Disconnect-SSOOIDCSession");

        Assert.Equal(true, run.Single().Get("Revoked"));
        Assert.Equal("NotLoggedIn", $"{(await home.RunAsync("Get-SSOOIDCSession corp")).Single().Get("Status")}");
    }

    [Fact]
    public async Task Every_session_is_listed_with_its_status_and_nothing_is_sent()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.SetRemaining(TimeSpan.FromHours(-1));
        home.Config = Three;
        home.GivenToken("https://cli.awsapps.com/start", TimeSpan.FromHours(1), "https://cli.awsapps.com/start");
        home.GivenToken("https://old.awsapps.com/start", TimeSpan.FromHours(-1), "https://old.awsapps.com/start");
        var requests = home.Server.Journal.Count;

        var run = await home.RunAsync("Get-SSOOIDCSession");

        Assert.Empty(run.Errors);
        Assert.Equal(
            [
                "broken Unreadable", "corp Refreshable", "https://cli.awsapps.com/start Valid", "https://old.awsapps.com/start Expired", "lab NotLoggedIn",
            ],
            run.Output.Select(session => $"{session} {session.Get("Status")}").Order(StringComparer.Ordinal));
        Assert.All(run.Output, session => Assert.Null(session.Get("Source")));
        Assert.Equal(requests, home.Server.Journal.Count);
    }

    [Theory]
    [InlineData("'team[a]'", "team[a]")]
    [InlineData("'team[ab]'", "Teama teama")]
    [InlineData("'TEAMA'", "Teama teama")]
    [InlineData("'Teama'", "Teama")]
    [InlineData("'https://team.awsapps.com/start?x=[1]'", "team[a]")]
    public async Task A_name_that_a_session_has_is_no_pattern(string names, string expected)
    {
        await using var home = await Home.StartAsync();
        home.Config = string.Concat(new[] { "team[a]", "teama", "Teama" }.Select(name => $"[sso-session {name}]\nsso_start_url = https://team.awsapps.com/start{(name == "team[a]" ? "?x=[1]" : "")}\nsso_region = eu-west-1\n"));

        var run = await home.RunAsync($"Get-SSOOIDCSession {names}");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output));
    }

    [Theory]
    [InlineData("'[a'", "SessionNotFound", "There is no session '[a'. Sessions: corp.")]
    [InlineData("corp, $null", "InvalidArgument", "A session name is empty. Give the name or start URL of a session, or a pattern such as 'work*'.")]
    public async Task A_name_that_is_none_is_an_error_of_the_table(string names, string id, string message)
    {
        await using var home = await Home.StartAsync();

        var error = (await home.RunAsync($"Get-SSOOIDCSession {names}")).Error();

        Assert.Equal((id, message), (error.FullyQualifiedErrorId.Split(',')[0], error.Exception.Message));
    }

    [Theory]
    [InlineData("c*", "corp")]
    [InlineData("CORP, lab", "corp lab")]
    [InlineData("https://lab*", "lab")]
    [InlineData("lab.awsapps.com/start/", "lab")]
    [InlineData("x*", "")]
    public async Task Names_and_start_urls_take_wildcards(string names, string expected)
    {
        await using var home = await Home.StartAsync();
        home.Config = Three;

        var run = await home.RunAsync($"Get-SSOOIDCSession {names}");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output));
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_of_its_own_beside_the_known_ones()
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync("'nowhere', 'corp' | Get-SSOOIDCSession");

        Assert.Equal("corp", Assert.Single(run.Output).ToString());
        Assert.Equal("SessionNotFound,SsoOidc.Commands.GetSSOOIDCSessionCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.Error().CategoryInfo.Category);
        Assert.Equal("There is no session 'nowhere'. Sessions: corp.", run.Error().Exception.Message);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_status_with_the_problem_and_stays()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));
        await File.WriteAllTextAsync(home.TokenPath("corp"), "{ \"accessToken\": \"canary\"", TestContext.Current.CancellationToken);

        var run = await home.RunAsync("Get-SSOOIDCSession; Disconnect-SSOOIDCSession corp");

        Assert.Empty(run.Errors);
        Assert.Equal("Unreadable", $"{run.Output[0].Get("Status")}");
        Assert.StartsWith("The token file cannot be used: ", run.Output[0].Text("Problem"), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.Output[0].Text("Problem"), StringComparison.Ordinal);
        Assert.Equal(false, run.Output[1].Get("Removed"));
        Assert.True(File.Exists(home.TokenPath("corp")));
    }

    [Fact]
    public async Task All_leaves_what_cannot_be_read_alone()
    {
        await using var home = await Home.StartAsync();
        home.Config = Three;
        await home.GivenLoginAsync("lab");
        home.GivenToken("corp", TimeSpan.FromHours(1));
        await File.WriteAllTextAsync(home.TokenPath("corp"), "{ half", TestContext.Current.CancellationToken);

        var run = await home.RunAsync("Disconnect-SSOOIDCSession -All");

        Assert.Equal(["lab"], run.Output.Select(end => end.Text("SessionName")));
        Assert.Equal("{ half", await File.ReadAllTextAsync(home.TokenPath("corp"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_way_to_show_a_list_whole_shows_a_token_and_Connect_gives_it()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(2));

        var run = await home.RunAsync("""
            $listed = Get-SSOOIDCSession corp
            [System.Text.Json.JsonSerializer]::Serialize($listed, [SsoOidc.SsoOidcSession], [System.Text.Json.JsonSerializerOptions]$null)
            [System.Management.Automation.PSSerializer]::Serialize($listed, 9)
            $listed.PSObject.Properties | ForEach-Object { "$($_.Name) $($_.Value)" }
            "end"
            (Connect-SSOOIDCSession corp).AccessToken
            """);

        Assert.Empty(run.Errors);
        var shown = run.Output.Select(line => line.ToString()).ToList();
        Assert.DoesNotContain(shown.TakeWhile(line => line != "end"), line => line.Contains("canary", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("https://corp.awsapps.com/start", StringComparison.Ordinal));
        Assert.Equal("canary-corp", shown[^1]);
    }

    [Fact]
    public async Task Disconnect_ends_the_session_at_the_portal_and_deletes_the_token_once()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();

        var run = await home.RunAsync("Disconnect-SSOOIDCSession corp; Disconnect-SSOOIDCSession corp");

        Assert.Empty(run.Errors);
        Assert.Equal(["True True ", "False False there was no token"], run.Output.Select(end => $"{end.Get("Removed")} {end.Get("Revoked")} {end.Get("Reason")}"));
        Assert.Equal(["Logout"], home.Operations.Skip(3));
        Assert.False(File.Exists(home.TokenPath("corp")));
    }

    [Theory]
    [InlineData("Disconnect-SSOOIDCSession l*", "lab", "corp")]
    [InlineData("Get-SSOOIDCSession lab | Disconnect-SSOOIDCSession", "lab", "corp")]
    [InlineData("'l*' | Disconnect-SSOOIDCSession", "lab", "corp")]
    [InlineData("'lab', 'corp' | Disconnect-SSOOIDCSession", "lab corp", "")]
    [InlineData("Disconnect-SSOOIDCSession -All", "corp lab", "")]
    [InlineData("Disconnect-SSOOIDCSession * -WhatIf", "", "corp lab")]
    public async Task Disconnect_takes_one_some_or_all(string command, string ended, string left)
    {
        await using var home = await Home.StartAsync();
        home.Config = Three.Split("[sso-session broken]")[0];
        await home.GivenLoginAsync("corp");
        await home.GivenLoginAsync("lab");

        var run = await home.RunAsync(command);

        Assert.Empty(run.Errors);
        Assert.Equal(ended, string.Join(' ', run.Output.Select(end => end.Text("SessionName"))));
        Assert.All(run.Output, end => Assert.Equal(true, end.Get("Revoked")));
        Assert.Equal(left, string.Join(' ', new[] { "corp", "lab" }.Where(name => File.Exists(home.TokenPath(name)))));
    }

    [Fact]
    public async Task A_portal_that_refuses_is_the_reason_and_the_token_is_deleted_all_the_same()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Status, Operation = "Logout", Status = 503, Times = 10 });

        var end = (await home.RunAsync("Disconnect-SSOOIDCSession corp")).Single();

        Assert.Equal(true, end.Get("Removed"));
        Assert.Equal(false, end.Get("Revoked"));
        Assert.NotEmpty(end.Text("Reason"));
    }

    [Fact]
    public async Task The_view_is_a_table_in_colour_without_a_token()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(2));

        await home.RunAsync("Get-SSOOIDCSession | Out-Default");

        Assert.Contains("\u001b[32mValid (1 h 59 min)\u001b[0m", home.Shell.Screen.RawText, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^corp +Valid \(1 h 59 min\) ", home.Shell.Screen.Text);
        Assert.DoesNotContain("canary", home.Shell.Screen.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connect-SSOOIDCSession ")]
    [InlineData("Get-SSOOIDCSession ")]
    [InlineData("Disconnect-SSOOIDCSession ")]
    [InlineData("New-SSOOIDCToken -SessionName ")]
    public async Task Session_names_complete_and_the_tooltip_says_how_they_stand(string command)
    {
        await using var home = await Home.StartAsync();
        home.Config = Three;
        home.GivenToken("corp", TimeSpan.FromHours(2));

        var offered = home.Shell.Complete(command + "c");

        var corp = Assert.Single(offered);
        Assert.Equal("corp", corp.CompletionText);
        Assert.Equal("https://corp.awsapps.com/start, eu-west-1: Valid (1 h 59 min)", corp.ToolTip);
        Assert.Equal(["broken", "corp", "lab"], home.Shell.Complete(command).Select(name => name.CompletionText).Order(StringComparer.Ordinal));
    }
}
