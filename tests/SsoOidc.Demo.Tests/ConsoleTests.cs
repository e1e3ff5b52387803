namespace SsoOidc.DemoTests;

public sealed class ConsoleTests : IDisposable
{
    private readonly string _script = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".ps1");

    public void Dispose() => File.Delete(_script);

    [Theory]
    [InlineData("exit 7", 7, "")]
    [InlineData("throw 'no such luck'", 1, "no such luck")]
    [InlineData("Get-Command no-such-command", 1, "no-such-command")]
    [InlineData("try { throw 'no' } catch { $x = 1 }", 0, "")]
    [InlineData("if (", 1, "Missing condition")]
    public async Task A_command_ends_with_the_exit_code_that_pwsh_gives_and_its_error_on_stderr(string command, int exitCode, string error)
    {
        var run = await DemoProcess.RunAsync(["-Command", command]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(error, run.Errors, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, run.Errors.Length == 0);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task The_module_is_loaded()
    {
        var run = await DemoProcess.RunAsync(["-Command", "(Get-Command New-SSOOIDCToken).Source; (Get-Module SsoOidc).Count"]);

        Assert.Equal(["SsoOidc", "1"], Lines(run.Output));
    }

    [Fact]
    public async Task A_script_gets_its_arguments_its_folder_and_its_exit_code()
    {
        await WriteAsync("""
            param([string] $Name, [switch] $Loud, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Loud|$($Rest -join ',')|$($PSScriptRoot -eq $env:EXPECTED)"
            exit 3
            """);

        var run = await DemoProcess.RunAsync(
            ["-File", _script, "-Name", "o'ne $two", "-Loud", "-1", "a b"],
            environment: new Dictionary<string, string> { ["EXPECTED"] = Path.GetDirectoryName(_script)! });

        Assert.Equal("", run.Errors);
        Assert.Equal(["o'ne $two|True|-1,a b|True"], Lines(run.Output));
        Assert.Equal(3, run.ExitCode);
    }

    [Theory]
    [InlineData("'end'", 0)]
    [InlineData("Get-Command no-such-command; 'end'", 0)]
    [InlineData("throw 'no'; 'end'", 1)]
    public async Task A_script_fails_when_it_throws_and_not_for_an_error_on_its_way(string script, int exitCode)
    {
        await WriteAsync(script);

        var run = await DemoProcess.RunAsync(["-File", _script]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 0, run.Output.Contains("end", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-File", "no-such-file.ps1")]
    [InlineData("-Unknown", "x")]
    [InlineData("-Region", "eu-west-1")]
    [InlineData("-Command")]
    public async Task Wrong_arguments_are_one_line_on_stderr_and_exit_code_2(params string[] arguments)
    {
        var run = await DemoProcess.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Single(Lines(run.Errors));
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_question_is_answered_from_the_input()
    {
        var run = await DemoProcess.RunAsync(["-Command", "$Host.UI.ReadLine() + '!'"], input: "yes\n");

        Assert.Equal(["yes!"], Lines(run.Output));
    }

    [Fact]
    public async Task A_question_without_an_answer_is_an_error_and_not_a_crash()
    {
        var run = await DemoProcess.RunAsync(["-Command", "Register-SSOOIDCClient x -Confirm"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the input has ended", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_command_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl+C to a whole console.");

        // The command sends the signal to its own process and then waits.
        var run = await DemoProcess.RunAsync(["-Command", "& /bin/kill -INT $PID; while ($true) { }; 'end'"]);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("", run.Output);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Task WriteAsync(string script) => File.WriteAllTextAsync(_script, script, TestContext.Current.CancellationToken);
}
