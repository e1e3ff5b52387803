using SsoOidc.ModuleTests.Hosting;
using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Roles;

/// <summary>Get-SSOOIDCAccount and Get-SSOOIDCRole.</summary>
[Collection(nameof(SessionCollection))]
public sealed class ListTests
{
    private const string Lab = "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = us-east-2\n";

    private static readonly FakeAccount[] Three =
    [
        new("000000000042", "Production EU", "eu@example.com", ["Admin", "ReadOnly"]),
        new("111122223333", "Development", "dev@example.com", ["Admin", "ReadOnly", "ReadOnlyPlus"]),
        new("222233334444", "Production US", "us@example.com", ["ReadOnly"]),
    ];

    [Fact]
    public async Task The_accounts_of_the_only_session_need_no_name()
    {
        await using var home = await LoggedInAsync(Three);

        var run = await home.RunAsync("Get-SSOOIDCAccount");

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["000000000042|Production EU|eu@example.com|corp", "111122223333|Development|dev@example.com|corp", "222233334444|Production US|us@example.com|corp"],
            run.Output.Select(account => $"{account.Get("AccountId")}|{account.Get("AccountName")}|{account.Get("EmailAddress")}|{account.Get("SessionName")}"));
        Assert.Equal("SsoOidc.Account", run.Output[0].TypeNames[0]);
    }

    [Theory]
    [InlineData("corp")]
    [InlineData("-SessionName corp")]
    [InlineData("https://corp.awsapps.com/start")]
    [InlineData("-InputObject (Get-SSOOIDCSession corp)")]
    public async Task A_session_is_taken_by_name_by_start_url_or_as_it_is(string arguments)
    {
        await using var home = await LoggedInAsync(Three);
        home.Config += Lab;

        Assert.Equal(3, (await home.RunAsync($"Get-SSOOIDCAccount {arguments}")).Output.Count);
    }

    [Fact]
    public async Task Where_none_is_configured_the_one_that_somebody_is_logged_in_to_is_the_only_one()
    {
        await using var home = await Home.StartAsync(new FakeOptions { Accounts = Three });
        home.Config = "";
        await home.GivenLoginAsync("-SessionName lab -StartUrl https://lab.awsapps.com/start -Region us-east-2");

        Assert.Equal(["lab", "lab", "lab"], (await home.RunAsync("Get-SSOOIDCAccount")).Output.Select(account => account.Get("SessionName")));
    }

    [Fact]
    public async Task Sessions_come_from_the_pipeline_and_one_that_is_not_logged_in_leaves_the_others()
    {
        await using var home = await LoggedInAsync(Three);
        home.Config = Lab + home.Config;

        var run = await home.RunAsync("Get-SSOOIDCSession | Get-SSOOIDCAccount");

        Assert.Equal(["corp", "corp", "corp"], run.Output.Select(account => account.Get("SessionName")));
        Assert.Equal("LoginRequired,SsoOidc.Commands.GetSSOOIDCAccountCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal("Nobody is logged in to the session 'lab'. Log in: Connect-SSOOIDCSession -SessionName lab", run.Error().Exception.Message);
    }

    [Theory]
    [InlineData("-Name prod*", "000000000042 222233334444")]
    [InlineData("-Name *us, dev*", "111122223333 222233334444")]
    [InlineData("-AccountId 1*", "111122223333")]
    [InlineData("-AccountId 42, 111122223333", "000000000042 111122223333")]
    [InlineData("-AccountId 2* -Name *eu", "")]
    public async Task Ids_and_names_take_wildcards_and_a_number_gets_its_zeros_back(string arguments, string expected)
    {
        await using var home = await LoggedInAsync(Three);

        var run = await home.RunAsync($"(Get-SSOOIDCAccount {arguments}).AccountId");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output));
    }

    [Fact]
    public async Task A_name_that_fits_nothing_is_an_error_of_its_own()
    {
        await using var home = await LoggedInAsync(Three);

        var run = await home.RunAsync("Get-SSOOIDCAccount -Name Development, Nowhere, No*");

        Assert.Equal("111122223333", Assert.Single(run.Output).Get("AccountId"));
        Assert.Equal("AccountNotFound,SsoOidc.Commands.GetSSOOIDCAccountCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal("The session 'corp' has no account 'Nowhere'. List them: Get-SSOOIDCAccount", run.Error().Exception.Message);
    }

    [Fact]
    public async Task All_pages_come_empty_ones_too()
    {
        await using var home = await LoggedInAsync(FakeAccount.Many(250, "R"), emptyPages: true);

        var run = await home.RunAsync("Get-SSOOIDCAccount");

        Assert.Equal(250, run.Output.Select(account => account.Text("AccountId")).Distinct().Count());
        Assert.Equal(6, home.Operations.Count(operation => operation == "ListAccounts"));
    }

    [Theory]
    [InlineData("Get-SSOOIDCRole", "000000000042:Admin 000000000042:ReadOnly 111122223333:Admin 111122223333:ReadOnly 111122223333:ReadOnlyPlus 222233334444:ReadOnly")]
    [InlineData("Get-SSOOIDCRole 111122223333", "111122223333:Admin 111122223333:ReadOnly 111122223333:ReadOnlyPlus")]
    [InlineData("Get-SSOOIDCRole 'production*' -RoleName read*", "000000000042:ReadOnly 222233334444:ReadOnly")]
    [InlineData("Get-SSOOIDCRole 42 -RoleName Admin", "000000000042:Admin")]
    [InlineData("Get-SSOOIDCAccount -Name *us | Get-SSOOIDCRole", "222233334444:ReadOnly")]
    [InlineData("Get-SSOOIDCSession corp | Get-SSOOIDCRole -RoleName *plus", "111122223333:ReadOnlyPlus")]
    [InlineData("'42', '222233334444' | Get-SSOOIDCRole -RoleName ReadOnly", "000000000042:ReadOnly 222233334444:ReadOnly")]
    [InlineData("Get-SSOOIDCAccount | Select-Object AccountId, SessionName | Get-SSOOIDCRole -RoleName Admin", "000000000042:Admin 111122223333:Admin")]
    public async Task Roles_of_all_or_some_accounts_are_listed(string script, string expected)
    {
        await using var home = await LoggedInAsync(Three);
        script = script.Replace("Select-Object AccountId, SessionName", "ForEach-Object { [pscustomobject]@{ AccountId = $_.AccountId; SessionName = $_.SessionName } }", StringComparison.Ordinal);

        var run = await home.RunAsync(script);

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output.Select(role => $"{role.Get("AccountId")}:{role.Get("RoleName")}").Order(StringComparer.Ordinal)));
        Assert.All(run.Output, role => Assert.Equal("corp", role.Get("SessionName")));
        Assert.All(run.Output, role => Assert.NotNull(role.Get("AccountName")));
    }

    [Theory]
    [InlineData("https://corp.awsapps.com/start")]
    [InlineData("https://corp.awsapps.com/start/")]
    [InlineData("https://corp.awsapps.com/start/#/")]
    public async Task The_console_url_is_the_portals_shortcut_link(string startUrl)
    {
        await using var home = await Home.StartAsync(new FakeOptions { Accounts = [new("000000000042", "a", "a@example.com", ["Read+Only@x"])] });
        home.Config = home.Config.Replace(Home.StartUrl, startUrl, StringComparison.Ordinal);
        await home.GivenLoginAsync();

        var role = (await home.RunAsync("Get-SSOOIDCRole")).Single();

        Assert.Equal("https://corp.awsapps.com/start/#/console?account_id=000000000042&role_name=Read%2BOnly%40x", role.Get("ConsoleUrl"));
    }

    [Fact]
    public async Task A_session_that_goes_by_its_start_url_keeps_its_way_through_the_pipeline()
    {
        await using var home = await Home.StartAsync(new FakeOptions { Accounts = Three });
        home.Config += Lab;
        await home.GivenLoginAsync("-StartUrl https://bare.awsapps.com/start -Region eu-north-1");

        var run = await home.RunAsync("Get-SSOOIDCSession https://bare* | Get-SSOOIDCAccount -Name dev* | Get-SSOOIDCRole -RoleName Admin | Get-SSOOIDCRoleCredential");

        Assert.Equal("ASIAFAKEROLE11112222", run.Single().Get("AccessKeyId"));
    }

    [Fact]
    public async Task An_account_that_fails_is_an_error_record_and_the_rest_stays()
    {
        await using var home = await LoggedInAsync([.. FakeAccount.Many(30, "R").Select(account => account.AccountId.EndsWith('7') ? account with { IsClosed = true } : account)]);

        var run = await home.RunAsync("Get-SSOOIDCRole");

        Assert.Equal(27, run.Output.Count);
        Assert.Equal(
            ["000000000007", "000000000017", "000000000027"],
            run.Errors.Select(error => error.TargetObject).Order());
        Assert.All(run.Errors, error => Assert.Equal("ForbiddenException,SsoOidc.Commands.GetSSOOIDCRoleCommand", error.FullyQualifiedErrorId));
        Assert.All(run.Errors, error => Assert.Equal("SsoOidc.ForbiddenException", error.Exception.GetType().FullName));
    }

    [Fact]
    public async Task Results_come_as_they_are_found_and_progress_says_how_many_are_left()
    {
        await using var home = await LoggedInAsync(FakeAccount.Many(20, "R"));
        home.Server.AddFault(new Fault { Kind = FaultKind.Stall, Operation = "ListAccountRoles" });
        using var running = home.Start("Get-SSOOIDCRole | ForEach-Object { $global:seen++ }");
        await Home.UntilAsync(() => home.Shell.Screen.Progress.Any(record => record.StatusDescription == "19 of 20 accounts done, 1 left. Ctrl+C to stop."), running);

        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        Assert.Empty(run.Errors);
        Assert.Equal(19, (await home.RunAsync("$global:seen")).Single().BaseObject);
    }

    [Fact]
    public async Task Who_has_enough_asks_for_no_more()
    {
        await using var home = await LoggedInAsync(FakeAccount.Many(300, "R"));

        var run = await home.RunAsync("$n = 0; foreach ($once in 1) { Get-SSOOIDCRole | ForEach-Object { $_; if (++$n -eq 5) { break } } }");

        Assert.Equal(5, run.Output.Count);
        Assert.InRange(home.Operations.Count(operation => operation == "ListAccountRoles"), 5, 20);
    }

    [Fact]
    public async Task A_token_near_its_end_is_refreshed_without_a_word()
    {
        await using var home = await LoggedInAsync(Three);
        home.SetRemaining(TimeSpan.FromHours(-1));

        var run = await home.RunAsync("Get-SSOOIDCAccount");

        Assert.Equal(3, run.Output.Count);
        Assert.Empty(run.Information);
        Assert.Equal(["CreateToken", "ListAccounts"], home.Operations.TakeLast(2));
    }

    [Theory]
    [InlineData("Get-SSOOIDCAccount", "GetSSOOIDCAccount")]
    [InlineData("Get-SSOOIDCRole", "GetSSOOIDCRole")]
    [InlineData("Get-SSOOIDCRoleCredential 111122223333 Admin", "GetSSOOIDCRoleCredential")]
    [InlineData("Use-SSOOIDCRole 111122223333 Admin", "UseSSOOIDCRole")]
    [InlineData("Use-SSOOIDCRole 111122223333 Admin { 'never' }", "UseSSOOIDCRole")]
    public async Task Without_a_login_the_error_has_the_command_and_nothing_is_sent(string script, string command)
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync(script);

        Assert.Empty(run.Output);
        Assert.Equal($"LoginRequired,SsoOidc.Commands.{command}Command", run.Error().FullyQualifiedErrorId);
        Assert.Equal("Nobody is logged in to the session 'corp'. Log in: Connect-SSOOIDCSession -SessionName corp", run.Error().Exception.Message);
        Assert.Empty(home.Server.Journal);
    }

    [Theory]
    [InlineData("Get-SSOOIDCAccount")]
    [InlineData("Get-SSOOIDCRole")]
    [InlineData("Get-SSOOIDCRoleCredential 111122223333 Admin")]
    public async Task A_session_that_was_ended_elsewhere_says_so(string script)
    {
        await using var home = await LoggedInAsync(Three);
        home.Server.EndSessions();

        var error = (await home.RunAsync(script)).Error();

        Assert.StartsWith("LoginRequired,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("The portal no longer takes the token of the session 'corp': the session is over. Log in: Connect-SSOOIDCSession -SessionName corp -Force", error.Exception.Message);
    }

    [Fact]
    public async Task The_views_show_what_tells_them_apart()
    {
        await using var home = await LoggedInAsync([new("000000000042", "evil\u001b[31m", "a@example.com", ["Admin"])]);

        await home.RunAsync("Get-SSOOIDCAccount | Out-Default; Get-SSOOIDCRole | Out-Default");

        Assert.Contains("AccountId    AccountName EmailAddress  SessionName", home.Shell.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("AccountId    AccountName RoleName SessionName", home.Shell.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil\u001b", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-SSOOIDCAccount -AccountId ", "000000000042|Production EU, eu@example.com")]
    [InlineData("Get-SSOOIDCRole 0", "000000000042|Production EU, eu@example.com")]
    [InlineData("Get-SSOOIDCRole dev", "111122223333|Development, dev@example.com")]
    [InlineData("Get-SSOOIDCAccount -Name prod", "'Production EU'|000000000042, eu@example.com")]
    [InlineData("Get-SSOOIDCRoleCredential 111122223333 Read", "ReadOnlyPlus|ReadOnlyPlus")]
    [InlineData("Get-SSOOIDCRole -RoleName ", "Admin|Admin")]
    [InlineData("Use-SSOOIDCRole -AccountId 222233334444 -RoleName ", "ReadOnly|ReadOnly")]
    public async Task Ids_names_and_roles_complete(string text, string expected)
    {
        await using var home = await LoggedInAsync(Three);

        Assert.Contains(expected, home.Shell.Complete(text).Select(match => $"{match.CompletionText}|{match.ToolTip}"));
    }

    [Fact]
    public async Task Completion_asks_once_and_is_silent_for_who_is_not_logged_in()
    {
        await using var home = await LoggedInAsync(Three);

        Assert.Equal(3, home.Shell.Complete("Get-SSOOIDCAccount -AccountId ").Count);
        Assert.Equal(3, home.Shell.Complete("Get-SSOOIDCAccount -AccountId ").Count);
        Assert.Equal(1, home.Operations.Count(operation => operation == "ListAccounts"));

        await home.RunAsync("Disconnect-SSOOIDCSession corp -Confirm:$false");
        Assert.DoesNotContain(home.Shell.Complete("Get-SSOOIDCAccount -AccountId "), match => match.CompletionText.StartsWith("00", StringComparison.Ordinal));
        Assert.DoesNotContain(home.Shell.Complete("Get-SSOOIDCRole -RoleName "), match => match.CompletionText == "Admin");
        Assert.Equal("Logout", home.Operations.Last());
    }

    internal static async Task<Home> LoggedInAsync(IReadOnlyList<FakeAccount> accounts, bool emptyPages = false)
    {
        var home = await Home.StartAsync(new FakeOptions { Accounts = accounts, EmptyPages = emptyPages });
        await home.GivenLoginAsync();
        return home;
    }
}
