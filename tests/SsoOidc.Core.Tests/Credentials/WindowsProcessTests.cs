using System.Diagnostics;
using System.Globalization;

namespace SsoOidc.Tests.Credentials;

/// <summary><c>credential_process</c> on Windows; its programs here are batch files.</summary>
public sealed class WindowsProcessTests : IDisposable
{
    private const string Source = "credential_process of profile 'p'";
    private const string Answer = """{"Version":1,"AccessKeyId":"ASIAPROC","SecretAccessKey":"proc-secret","SessionToken":"proc-token","Expiration":"2026-11-22T13:00:00Z"}""";

    private readonly CredentialFixture _test = new();

    public WindowsProcessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "The programs of these tests are batch files.");
        foreach (var variable in (string[])["PATH", "PATHEXT"])
            _test.Variables[variable] = Environment.GetEnvironmentVariable(variable);
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task What_a_program_prints_signs()
    {
        Use(Script($"echo {Answer}"));

        await _test.AssertSignsAsync("p", "ASIAPROC", "proc-secret", "proc-token");
    }

    [Fact]
    public async Task A_quoted_path_may_hold_blanks_and_arguments_arrive_as_they_were_quoted()
    {
        var seen = Path.Combine(_test.Files.Home, "seen");
        Use($"\"{Script($"echo [%~1][%~2][%3]>\"{seen}\"\r\necho {Answer}", "my program")}\" one \"two words\" \"a&b\"");

        await _test.GetAsync("p");

        Assert.Equal("[one][two words][\"a&b\"]", (await File.ReadAllTextAsync(seen, A.Ct)).Trim());
    }

    [Fact]
    public async Task A_program_is_looked_for_on_the_path_with_the_systems_extensions_and_not_in_the_current_directory()
    {
        Use("give-credentials --now");
        var directory = Path.GetDirectoryName(Script($"echo {Answer}", "give-credentials"))!;
        var message = $"{Source}: the command 'give-credentials' is not on the PATH.";
        _test.Variables["PATH"] = $";.;bin;{directory[2..]}";
        Assert.Equal(message, await _test.FailAsync("p"));

        _test.Variables["PATH"] += $";\"{directory}\"";
        Assert.Equal("ASIAPROC", (await _test.GetAsync("p")).AccessKeyId);
    }

    [Fact]
    public async Task A_program_that_fails_is_an_error_with_its_own_words()
    {
        Use(Script("echo no token 1>&2\r\nexit /b 3"));

        Assert.Equal($"{Source}: it ended with exit code 3 and said: no token", (await _test.FailAsync("p")).TrimEnd());
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_is_an_error()
    {
        var path = Path.Combine(_test.Files.Home, "plain.exe");
        _test.Files.With(path, "text");
        Use(path);

        Assert.StartsWith($"{Source}: '{path}' cannot be run: ", await _test.FailAsync("p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_kills_the_program_and_its_children()
    {
        var started = Path.Combine(_test.Files.Home, "started");
        // The test assembly itself is the child: it says who it is and waits to be killed.
        Use(Script($"\"{Environment.ProcessPath}\" worker say-id \"{started}\""));
        using var stop = new CancellationTokenSource();

        var running = _test.Chain("p").GetCredentialsAsync(stop.Token).AsTask();
        while (!File.Exists(started))
            await Task.Delay(10, A.Ct);
        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(started, A.Ct), CultureInfo.InvariantCulture));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await child.WaitForExitAsync(A.Ct);
    }

    private string Script(string body, string name = "program")
    {
        var path = Path.Combine(_test.Files.Home, "bin", name + ".cmd");
        _test.Files.With(path, "@echo off\r\n" + body + "\r\n");
        return path;
    }

    private void Use(string command) => _test.Files.WithConfig($"[profile p]\ncredential_process = {command}\n");
}
