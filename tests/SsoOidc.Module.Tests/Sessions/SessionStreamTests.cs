using System.Management.Automation.Runspaces;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>What a person sees, what nobody may see, and what happens where nobody is.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SessionStreamTests
{
    private const string Device = "Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser";

    [Theory]
    [InlineData($"$session = {Device}", true)]
    [InlineData($"$null = {Device}", true)]
    [InlineData($"$session = {Device} 6>$null", false)]
    public async Task The_prompt_survives_an_assignment_and_hides_on_demand(string script, bool isShown)
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync(script);

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Equal(isShown, home.Shell.Screen.Text.Contains("and confirm the code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_prompt_is_captured_by_a_variable()
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync($"$null = {Device} -InformationVariable shown 6>$null; $shown");

        var record = Assert.IsType<InformationRecord>(run.Single().BaseObject);
        Assert.Equal(["PSHOST"], record.Tags);
        Assert.StartsWith("Log in to corp. Open", $"{record.MessageData}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnPrompt_gets_the_prompt_as_an_object_and_writes_nothing_to_the_pipeline()
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync($$"""$session = {{Device}} -OnPrompt { param($prompt) $global:prompt = $prompt; 'noise' }; $global:prompt; $session""");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        var prompt = run.Output[0];
        Assert.Equal("DeviceCode", $"{prompt.Get("Kind")}");
        Assert.Equal("corp", prompt.Get("Session"));
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", prompt.Text("UserCode"));
        Assert.Equal($"{Shell.AddressOf(home.Server)}/device", prompt.Get("Uri"));
        Assert.Equal($"{prompt.Get("Uri")}?user_code={prompt.Get("UserCode")}", prompt.Get("UriComplete"));
        Assert.InRange((DateTimeOffset)prompt.Get("ExpiresAt")! - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.IsType<InformationRecord>(Assert.Single(run.Information));
    }

    [Fact]
    public async Task An_OnPrompt_that_throws_ends_the_login()
    {
        await using var home = await Home.StartManualAsync();

        var run = await home.RunAsync($$"""try { {{Device}} -OnPrompt { throw 'no bot' } } catch { "caught: $_" }""");

        Assert.Equal("caught: no bot", run.Single().BaseObject);
        Assert.DoesNotContain("CreateToken", home.Operations);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "GitHub Actions (the variable GITHUB_ACTIONS is set)")]
    [InlineData("CI", "a build server (the variable CI is set)")]
    public async Task A_build_server_fails_at_once_with_the_command_to_run(string variable, string reason)
    {
        await using var home = await Home.StartAsync();
        home.Set(variable, "true");

        var error = (await home.RunAsync("Connect-SSOOIDCSession corp")).Error();

        Assert.Equal("LoginNotInteractive,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(
            $"The session 'corp' needs a login and nobody can answer here: {reason}. Run this in an interactive shell first: Connect-SSOOIDCSession -SessionName corp. "
            + "If somebody does watch this one, choose the flow: Connect-SSOOIDCSession -SessionName corp -UseDeviceCode",
            error.Exception.Message);
        Assert.Empty(home.Server.Journal);
        (await home.RunAsync($"{Device}")).Single();
    }

    [Fact]
    public async Task OnPrompt_makes_a_build_server_somebody()
    {
        await using var home = await Home.StartAsync();
        home.Set("CI", "true");
        home.Set("SSOOIDC_LOGIN_FLOW", "device");

        var session = (await home.RunAsync("Connect-SSOOIDCSession corp -NoBrowser -OnPrompt { }")).Single();

        Assert.Equal("Login", $"{session.Get("Source")}");
    }

    [Fact]
    public async Task A_shell_without_a_host_fails_at_once()
    {
        await using var home = await Home.StartAsync();
        using var runspace = RunspaceFactory.CreateRunspace(Shell.WithModule());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript("Connect-SSOOIDCSession corp");

        await shell.InvokeAsync();

        Assert.Contains("nobody can answer here: this shell has no user interface.", Assert.Single(shell.Streams.Error).Exception.Message, StringComparison.Ordinal);
        Assert.Empty(home.Server.Journal);
    }

    [Theory]
    [InlineData("-UseDeviceCode -NoBrowser")]
    [InlineData("-UseBrowser -NoBrowser -RedirectPort 48631")]
    public async Task A_stop_ends_the_wait_for_the_person_and_leaves_nothing(string arguments)
    {
        await using var home = await Home.StartManualAsync();
        home.GivenKeyboard();
        using var running = home.Start($"Connect-SSOOIDCSession corp {arguments}");
        await home.AddressAsync(running);

        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        Assert.Empty(run.Errors);
        Assert.False(await Home.IsOpenAsync(48631));
        using var free = new FileStream(Path.ChangeExtension(home.TokenPath("corp"), ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_another_login()
    {
        await using var home = await Home.StartManualAsync();
        Directory.CreateDirectory(home.CacheFolder);
        using var held = new FileStream(Path.ChangeExtension(home.TokenPath("corp"), ".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var running = home.Start(Device);
        await Home.UntilAsync(() => home.Shell.Screen.Progress.Any(record => record.Activity == "Waiting for another login to the same session"), running);

        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        Assert.Empty(home.Server.Journal);
    }

    [Fact]
    public async Task No_stream_view_or_error_shows_a_secret()
    {
        await using var home = await Home.StartAsync();
        const string Loud = "$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue';";

        var run = await home.RunAsync($$"""
            {{Loud}}
            $device = {{Device}}
            $browser = Connect-SSOOIDCSession corp -Force -Browser 'curl -sL -o {{home.PathOf("page.html")}}'
            $refreshed = New-SSOOIDCToken -SessionName corp
            $listed = Get-SSOOIDCSession
            foreach ($session in $device, $browser, $refreshed, $listed) { "$session"; $session | Out-Default; $session.GetHashCode() }
            $device, $listed | Out-Default
            Disconnect-SSOOIDCSession corp -WhatIf
            Disconnect-SSOOIDCSession corp | Out-Default
            New-SSOOIDCToken -SessionName corp
            """);

        var error = run.Error();
        IEnumerable<string> lines =
        [
            home.Shell.Screen.RawText, .. run.Verbose, .. run.Debug, .. run.Warnings, .. run.Information.Select(record => $"{record}"),
            .. run.Progress.Select(record => $"{record}"), .. run.Output.Select(item => $"{item}"), $"{error} {error.Exception} {error.TargetObject}",
            await File.ReadAllTextAsync(home.PathOf("page.html"), TestContext.Current.CancellationToken),
        ];
        Assert.NotEmpty(run.Verbose);
        Assert.NotEmpty(run.Debug);
        Assert.Empty(home.Server.SecretsIn(string.Join('\n', lines)));
    }

    [Fact]
    public async Task Clipboard_over_ssh_goes_to_the_terminal()
    {
        await using var home = await Home.StartAsync();
        home.Set("SSH_TTY", "/dev/pts/1");

        (await home.RunAsync($"{Device} -Clipboard")).Single();

        var address = Home.AddressIn(home.Shell.Screen.Text)!;
        Assert.Contains(
            $"\u001b]52;c;{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(address))}\a", home.Shell.Screen.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_writes_nothing_to_a_terminal_has_no_clipboard_and_the_login_goes_on()
    {
        await using var home = await Home.StartAsync();
        home.Set("SSH_TTY", "/dev/pts/1");
        home.Shell.Screen.IsForLinesOnly = true;

        var run = await home.RunAsync($"{Device} -Clipboard");

        run.Single();
        Assert.Equal("The address was not copied: this host writes nothing to a terminal. Copy it from above.", Assert.Single(run.Warnings));
    }

    [Theory]
    [InlineData("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser")]
    [InlineData("Connect-SSOOIDCSession corp -UseBrowser -NoBrowser")]
    public async Task Where_no_stream_can_show_the_prompt_the_login_is_refused_at_once(string command)
    {
        await using var home = await Home.StartManualAsync();

        var error = (await home.RunAsync($"{command} -InformationAction Ignore -WarningAction Ignore")).Error();

        Assert.Equal("LoginNotInteractive,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Leave out -InformationAction Ignore, or take the address and the code with -OnPrompt.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SilentlyContinue", 1)]
    [InlineData("Continue", 0)]
    public async Task Where_no_progress_is_shown_one_line_says_what_is_waited_for(string preference, int lines)
    {
        await using var home = await Home.StartAsync();

        (await home.RunAsync($"$ProgressPreference = '{preference}'; Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal(lines, home.Shell.Screen.Text.Split("Waiting for the login to be approved in the browser. Ctrl+C ends the wait.").Length - 1);
    }

    [Fact]
    public async Task Where_the_information_stream_is_ignored_the_prompt_is_a_warning()
    {
        await using var home = await Home.StartAsync();

        var run = await home.RunAsync("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser -InformationAction Ignore");

        run.Single();
        Assert.Contains("and confirm the code", run.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wl-copy", "")]
    [InlineData("xclip", "-selection clipboard")]
    public async Task Clipboard_is_the_first_program_that_is_there(string program, string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The programs are those of Linux.");
        await using var home = await Home.StartAsync();
        var copied = home.PathOf("copied");
        await GivenProgramAsync(home.PathOf(program), $"echo \"$*\" > '{copied}'\n/bin/cat >> '{copied}'");
        home.Set("PATH", home.Folder);

        var run = await home.RunAsync($"{Device} -Clipboard");

        run.Single();
        Assert.Empty(run.Warnings);
        Assert.Equal($"{arguments}\n{Home.AddressIn(home.Shell.Screen.Text)}", await File.ReadAllTextAsync(copied, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_clipboard_program_that_fails_is_passed_over_and_none_inherits_a_secret()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The programs are those of Linux.");
        await using var home = await Home.StartAsync();
        var seen = home.PathOf("seen");
        await GivenProgramAsync(home.PathOf("wl-copy"), "exit 1");
        await GivenProgramAsync(home.PathOf("xclip"), $"/usr/bin/env > '{seen}'; /bin/cat > /dev/null");
        home.Set("PATH", home.Folder);
        home.Set("AWS_SECRET_ACCESS_KEY", "canary-1");
        home.Set("AWS_SESSION_TOKEN", "canary-2");

        var run = await home.RunAsync($"{Device} -Clipboard");

        run.Single();
        Assert.Empty(run.Warnings);
        var environment = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);
        Assert.Contains("HOME=" + home.Folder, environment, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_the_current_folder_is_no_clipboard()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The programs are those of Linux.");
        await using var home = await Home.StartAsync();
        var stolen = home.PathOf("stolen");
        var program = Path.GetFullPath("wl-copy");
        await GivenProgramAsync(program, $"/bin/cat > '{stolen}'");
        home.Set("PATH", $".::{home.Folder}");

        var run = await home.RunAsync($"{Device} -Clipboard");

        File.Delete(program);
        run.Single();
        Assert.Single(run.Warnings);
        Assert.False(File.Exists(stolen));
    }

    [Fact]
    public async Task No_clipboard_program_is_a_warning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "There always is one here.");
        await using var home = await Home.StartAsync();
        home.Set("PATH", home.Folder);

        var run = await home.RunAsync($"{Device} -Clipboard");

        run.Single();
        Assert.Equal("The address was not copied: no clipboard program was found. Copy it from above.", Assert.Single(run.Warnings));
    }

    private static async Task GivenProgramAsync(string path, string body)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{body}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
