using Microsoft.Extensions.Time.Testing;
using SsoOidc.Login.Browser;

namespace SsoOidc.Tests.Login.Browser;

public sealed class BrowserTests : IDisposable
{
    private const string Url = "https://oidc.eu-west-1.amazonaws.com/authorize?a=1&b=%22x%22";

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("linux", "DISPLAY=:0", "xdg-open URL|gio open URL")]
    [InlineData("linux", "", "")]
    [InlineData("macos", "", "/usr/bin/open URL")]
    [InlineData("windows", "", " URL")]
    [InlineData("linux", "WSL_DISTRO_NAME=Ubuntu", "wslview URL|rundll32.exe url.dll,FileProtocolHandler URL")]
    [InlineData("linux", "WSL_DISTRO_NAME=Ubuntu;DISPLAY=:0", "wslview URL|rundll32.exe url.dll,FileProtocolHandler URL|xdg-open URL|gio open URL")]
    [InlineData("linux", "BROWSER=firefox:chromium", "firefox URL|chromium URL")]
    [InlineData("linux", "BROWSER=firefox -new &:chromium %s&", "firefox -new URL|chromium URL")]
    [InlineData("linux", "BROWSER=w3m:firefox;DISPLAY=:0", "firefox URL|xdg-open URL|gio open URL")]
    [InlineData("windows", "BROWSER=C:\\Programs\\browser.exe -new", "C:\\Programs\\browser.exe -new URL| URL")]
    public void The_variable_comes_first_and_then_the_systems_way(string system, string surroundings, string expected)
    {
        var candidates = BrowserCommand.Candidates(Url, null, LoginEnvironmentTests.Place(system, surroundings), out _);
        Assert.Equal(expected, string.Join("|", candidates.Select(c => $"{c.File} {string.Join(' ', c.Arguments)}")).Replace(Url, "URL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("firefox", new[] { "firefox", Url })]
    [InlineData("firefox -P 'my profile'", new[] { "firefox", "-P", "my profile", Url })]
    [InlineData("firefox --url=%s --new", new[] { "firefox", "--url=" + Url, "--new" })]
    [InlineData("open -a \"Google Chrome\" {url}", new[] { "open", "-a", "Google Chrome", Url })]
    public void A_command_takes_the_address_in_a_place_or_behind_it(string command, string[] words)
    {
        var parsed = BrowserCommand.Parse(command, Url, isWindows: false, out var problem);
        Assert.Null(problem);
        Assert.Equal(words, Words(parsed!));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" --new '%s' -x", new[] { "--new", Url, "-x" })]
    public void The_path_of_a_program_with_blanks_needs_no_quotes(string options, string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are those of Unix");
        File.WriteAllText(_folder["my browser"], "");
        Assert.Equal(
            [_folder["my browser"], .. arguments.Length == 0 ? [Url] : arguments],
            Words(BrowserCommand.Parse(_folder["my browser"] + options, Url, isWindows: false, out _)!));
    }

    [Theory]
    [InlineData("cmd /c start")]
    [InlineData("cmd.exe /c start \"\" {url}")]
    [InlineData("C:\\Windows\\System32\\CMD.EXE /c start", true)]
    [InlineData("powershell.exe Start-Process %s")]
    [InlineData("pwsh -c Start-Process")]
    [InlineData("sh -c 'firefox %s'")]
    [InlineData("bash -lc \"firefox {url} &\"")]
    [InlineData("/usr/bin/env bash -c %s")]
    [InlineData("python3 -c 'import webbrowser; webbrowser.open(\"%s\")'")]
    [InlineData("python3 -c webbrowser.open(%s)")]
    [InlineData("C:\\me\\browser.cmd", true)]
    [InlineData("\"C:\\my own\\browser.BAT\" -new %s", true)]
    [InlineData("C:\\me\\browser.bat.", true)]
    public void A_command_that_would_read_the_address_as_commands_is_refused(string command, bool isWindows = false)
    {
        Assert.Null(BrowserCommand.Parse(command, Url, isWindows, out var problem));
        Assert.Equal($"'{command}' would have parts of the address run as commands; give the program of a browser itself", problem);
    }

    [Theory]
    [InlineData("sh -c 'firefox \"$1\"' sh")]
    [InlineData("sh /home/me/browser.sh %s")]
    [InlineData("pwsh -File /home/me/browser.ps1")]
    [InlineData("firefox -P cmd")]
    [InlineData("firefox -c --url=%s")]
    public void A_command_that_takes_the_address_as_it_is_is_used(string command)
    {
        Assert.NotNull(BrowserCommand.Parse(command, Url, isWindows: false, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("\"C:\\Program Files\\x\\chrome.exe\" --single-argument %1", new[] { "C:\\Program Files\\x\\chrome.exe", "--single-argument", Url })]
    [InlineData("\"C:\\x\\firefox.exe\" -osint -url \"%1\"", new[] { "C:\\x\\firefox.exe", "-osint", "-url", Url })]
    [InlineData("C:\\x\\y.cmd \"%1\"", null)]
    [InlineData("x.exe \"%1\"", null)]
    [InlineData("\"C:\\x\\y.exe\" -open", null)]
    [InlineData("\"C:\\x\\y.exe \"", null)]
    [InlineData("\"C:\\x", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_registered_browser_of_windows_is_started_if_it_takes_the_address_as_it_is(string? registered, string[]? expected) =>
        Assert.Equal(expected, WindowsBrowsers.Parse(registered, Url) is { } command ? Words(command) : null);

    [Fact]
    public void A_command_given_is_the_only_one_tried() =>
        Assert.Single(BrowserCommand.Candidates(Url, "firefox", LoginEnvironmentTests.Place("linux", "DISPLAY=:0;BROWSER=chromium"), out _));

    [Theory]
    [InlineData("lynx", "No browser was opened: 'lynx' is a text browser, in which the login pages do not work.")]
    [InlineData("firefox 'open", "No browser was opened: the browser command 'firefox 'open' has an open quote.")]
    [InlineData("/nowhere/browser", "No browser was opened: '/nowhere/browser' was not found.")]
    [InlineData("/nowhere/my browser --new %s", "No browser was opened: '/nowhere/my browser --new %s' was not found.")]
    [InlineData("'/nowhere/my browser' --new %s", "No browser was opened: '/nowhere/my browser' was not found.")]
    [InlineData("no-such-browser --new", "No browser was opened: 'no-such-browser' was not found.")]
    [InlineData("./browser", "No browser was opened: './browser' is neither a whole path nor the name of a program on the PATH.")]
    [InlineData("sh -c %s", "No browser was opened: 'sh -c %s' would have parts of the address run as commands; give the program of a browser itself.")]
    public async Task A_command_that_cannot_be_used_is_a_warning(string command, string warning)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        Assert.Equal(warning, await Launcher("DISPLAY=:0").OpenAsync(Url, command, Cancel));
    }

    [Fact]
    public async Task No_display_is_a_warning() =>
        Assert.Equal("No browser was opened: this machine has no display.", await Launcher("").OpenAsync(Url, null, Cancel));

    [Theory]
    [InlineData("javascript:alert(1)", "is neither https nor on this machine")]
    [InlineData("file:///etc/passwd", "is neither https nor on this machine")]
    [InlineData("http://example.com/", "is neither https nor on this machine")]
    [InlineData("https://device.sso.eu-west-1.amazonaws.com@example.com/?user_code=A", "has a user name, which hides the host that it leads to")]
    [InlineData("http://me@127.0.0.1/", "has a user name, which hides the host that it leads to")]
    [InlineData("/usr/bin/id", "is neither https nor on this machine")]
    [InlineData("--help", "is none")]
    [InlineData("ms-settings:", "is neither https nor on this machine")]
    public async Task Only_web_addresses_are_opened(string url, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        Assert.Equal(
            $"No browser was opened: its address {reason}. Do not open it.",
            await Launcher("DISPLAY=:0").OpenAsync(url, await ScriptAsync("echo \"$@\""), Cancel));
        Assert.False(File.Exists(_folder["arguments"]));
    }

    [Theory]
    [InlineData("https://example.com/?a=1&b=2;touch injected", "https://example.com/?a=1&b=2;touch%20injected")]
    [InlineData("https://example.com/?q=$(touch injected)`touch injected`'\"|<>\\", "https://example.com/?q=$(touch%20injected)%60touch%20injected%60'%22%7C%3C%3E%5C")]
    [InlineData("http://127.0.0.1:8080/authorize?x=1", "http://127.0.0.1:8080/authorize?x=1")]
    public async Task The_address_arrives_as_one_argument_and_is_interpreted_by_nothing(string url, string argument)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        Assert.Null(await Launcher("DISPLAY=:0").OpenAsync(url, await ScriptAsync("printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\""), Cancel));
        Assert.Equal([argument], await File.ReadAllLinesAsync(_folder["arguments"], Cancel));
        Assert.False(File.Exists(_folder["injected"]));
    }

    [Fact]
    public async Task A_browser_that_fails_is_a_warning_with_its_code()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        var script = await ScriptAsync("exit 3");
        Assert.Equal($"No browser was opened: '{script}' ended with code 3.", await Launcher("").OpenAsync(Url, script, Cancel));
    }

    [Fact]
    public async Task The_next_candidate_is_tried_when_one_fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        var script = await ScriptAsync("exit 0");
        Assert.Null(await Launcher("BROWSER=/nowhere/browser:" + script).OpenAsync(Url, null, Cancel));
    }

    [Fact]
    public async Task A_browser_that_stays_open_is_a_success_after_three_seconds_and_is_left_running()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        var time = new FakeTimeProvider();
        var launcher = new BrowserLauncher(LoginEnvironmentTests.Place("linux", ""), time);
        var opening = launcher.OpenAsync(Url, await ScriptAsync("echo $$ > \"$(dirname \"$0\")/pid\"; while [ ! -e \"$(dirname \"$0\")/stop\" ]; do sleep 0.05; done"), Cancel);
        while (!File.Exists(_folder["pid"]) || new FileInfo(_folder["pid"]).Length == 0)
            await Task.Delay(10, Cancel);
        Assert.False(opening.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(await opening);
        var browser = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(_folder["pid"], Cancel), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(browser.HasExited);
        await File.WriteAllTextAsync(_folder["stop"], "", Cancel);
        await browser.WaitForExitAsync(Cancel);
    }

    [Fact]
    public async Task A_browser_is_found_on_the_path_and_not_in_the_current_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        var script = await ScriptAsync("touch \"$(dirname \"$0\")/ran\"");
        var here = Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path);

        Assert.Equal("No browser was opened: 'browser' was not found.", await Launcher($"PATH=:.:{here}").OpenAsync(Url, "browser", Cancel));
        Assert.False(File.Exists(_folder["ran"]));

        Assert.Null(await Launcher($"PATH={here}:{Path.GetDirectoryName(script)}").OpenAsync(Url, "browser", Cancel));
        Assert.True(File.Exists(_folder["ran"]));
    }

    [Fact]
    public async Task A_batch_file_on_the_path_is_refused()
    {
        await File.WriteAllTextAsync(_folder["browser.CMD"], "", Cancel);
        var place = LoginEnvironmentTests.Place("windows", $"PATH={_folder.Path};PATHEXT=.CMD");

        Assert.Equal(
            "No browser was opened: 'browser' is a batch file, in which parts of the address would run as commands; give the program of a browser itself.",
            await new BrowserLauncher(place, TimeProvider.System).OpenAsync(Url, "browser", Cancel));
    }

    [Fact]
    public async Task A_browser_inherits_no_secret_of_the_environment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts programs by way of /bin/sh");
        const string name = "SSOOIDC_TESTS_SECRET";
        Environment.SetEnvironmentVariable(name, "canary");
        try
        {
            Assert.Null(await Launcher("").OpenAsync(Url, await ScriptAsync("env > \"$(dirname \"$0\")/environment\""), Cancel));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        var environment = await File.ReadAllTextAsync(_folder["environment"], Cancel);
        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_windows_a_program_is_started_and_what_is_missing_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "starts programs of Windows");
        var launcher = new BrowserLauncher(LoginEnvironment.OfProcess(), TimeProvider.System);

        Assert.Null(await launcher.OpenAsync(Url, $"\"{Environment.ProcessPath}\" worker write \"{_folder["arguments"]}\"", Cancel));
        Assert.Equal(Url, await File.ReadAllTextAsync(_folder["arguments"], Cancel));
        Assert.Null(await launcher.OpenAsync(Url, $"{Environment.ProcessPath} worker write {_folder["again"]} %s", Cancel));
        Assert.Equal(Url, await File.ReadAllTextAsync(_folder["again"], Cancel));
        Assert.Equal("No browser was opened: 'C:\\no such folder\\browser.exe -new' was not found.", await launcher.OpenAsync(Url, "C:\\no such folder\\browser.exe -new", Cancel));
        Assert.Equal("No browser was opened: 'no-such-browser' was not found.", await launcher.OpenAsync(Url, "no-such-browser", Cancel));
    }

    [Fact]
    public void On_windows_a_program_registered_by_its_name_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "reads the registry of Windows");
        Assert.EndsWith("iexplore.exe", WindowsBrowsers.AppPath("iexplore"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(WindowsBrowsers.AppPath("iexplore"), WindowsBrowsers.AppPath("IExplore.exe"));
        Assert.Null(WindowsBrowsers.AppPath("no-such-browser"));
        Assert.Null(WindowsBrowsers.Default(Url) is { } command && !File.Exists(command.File) ? command.File : null);
    }

    private static string[] Words(BrowserCommand command) => [command.File, .. command.Arguments];

    private static BrowserLauncher Launcher(string surroundings) => new(LoginEnvironmentTests.Place("linux", surroundings), TimeProvider.System);

    private async Task<string> ScriptAsync(string body)
    {
        await File.WriteAllTextAsync(_folder["browser"], "#!/bin/sh\n" + body + "\n", Cancel);
        UnixMode.Set(_folder["browser"], "700");
        return _folder["browser"];
    }
}
