using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace SsoOidc.Tests.Credentials;

[Collection(ProcessVariables.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class ProcessTests : IDisposable
{
    private const string Source = "credential_process of profile 'p'";
    private const string Answer = """{"Version":1,"AccessKeyId":"ASIAPROC","SecretAccessKey":"proc-secret","SessionToken":"proc-token","Expiration":"2026-11-22T13:00:00Z"}""";

    private readonly CredentialFixture _test = new();

    public ProcessTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of these tests are shell scripts.");
        _test.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH");
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task What_a_program_prints_signs()
    {
        Use(Script($"echo '{Answer}'"));

        await _test.AssertSignsAsync("p", "ASIAPROC", "proc-secret", "proc-token");

        Assert.Equal([$"Credentials: access key ASIAPROC from {Source}."], _test.Debug);
    }

    [Fact]
    public async Task The_words_of_the_command_are_quoted_but_no_shell_reads_them()
    {
        var seen = Path.Combine(_test.Files.Home, "seen");
        var script = Script($"printf '<%s>' \"$@\" > '{seen}'\necho '{Answer}'", "my program");
        Use($"\"{script}\" a\\ b 'c \"d\"' \"\" $HOME `id` * ; rm -rf x \\\\");

        await _test.GetAsync("p");

        // The semicolon after white space begins a comment of the file.
        Assert.Equal("<a b><c \"d\"><><$HOME><`id`><*>", await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_is_looked_for_on_the_path_and_not_in_the_current_directory()
    {
        Use("give-credentials --now");
        var message = await _test.FailAsync("p");
        Assert.Equal($"{Source}: the command 'give-credentials' is not on the PATH.", message);

        var directory = Path.GetDirectoryName(Script($"echo '{Answer}'", "give-credentials"))!;
        _test.Variables["PATH"] = $":.:/nowhere:{Path.GetRelativePath(Environment.CurrentDirectory, directory)}";
        Assert.Equal(message, await _test.FailAsync("p"));
        _test.Variables["PATH"] += ":" + directory;
        Assert.Equal("ASIAPROC", (await _test.GetAsync("p")).AccessKeyId);
    }

    [Fact]
    public async Task A_program_that_fails_is_an_error_with_its_own_words_made_harmless()
    {
        Use(Script("printf 'no \\033[31mtoken\\n' >&2\nexit 3"));

        Assert.Equal($"{Source}: it ended with exit code 3 and said: no  [31mtoken", await _test.FailAsync("p"));
    }

    [Fact]
    public async Task What_a_program_says_is_cut()
    {
        Use(Script("i=0; while [ $i -lt 3000 ]; do echo 'long and longer' >&2; i=$((i+1)); done; exit 1"));

        var message = await _test.FailAsync("p");

        Assert.StartsWith($"{Source}: it ended with exit code 1 and said: long and longer long", message, StringComparison.Ordinal);
        Assert.True(message.Length < 400, message);
    }

    [Fact]
    public async Task A_silent_failure_is_an_error_too()
    {
        Use(Script("exit 1"));

        Assert.Equal($"{Source}: it ended with exit code 1.", await _test.FailAsync("p"));
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_is_an_error()
    {
        var path = Path.Combine(_test.Files.Home, "plain");
        _test.Files.With(path, "text");
        Use(path);

        Assert.StartsWith($"{Source}: '{path}' cannot be run: ", await _test.FailAsync("p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_quote_is_an_error()
    {
        Use("\"a b");

        Assert.Equal($"{Source}: the command has an open quote. Quote a path with blanks as a whole.", await _test.FailAsync("p"));
    }

    [Theory]
    [InlineData("", "it gave no JSON object.")]
    [InlineData("[1]", "it gave no JSON object.")]
    [InlineData("secret", "it gave no JSON object.")]
    [InlineData("{}", "its answer needs a member Version with the value 1.")]
    [InlineData("{\"Version\":2}", "its answer needs a member Version with the value 1.")]
    [InlineData("{\"Version\":\"1\"}", "its answer needs a member Version with the value 1.")]
    [InlineData("{\"Version\":1}", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"s\",\"Expiration\":\"later\"}", "'later' is not a time of the form 2030-01-31T12:00:00Z.")]
    public async Task Output_that_is_wrong_is_one_error_that_does_not_show_it(string output, string expected)
    {
        Use(Script($"echo '{output}'"));

        Assert.Equal($"{Source}: {expected}", await _test.FailAsync("p"));
    }

    [Fact]
    public async Task Endless_output_is_an_error_and_the_program_is_killed()
    {
        Use(Script("exec yes 0123456789"));

        Assert.Equal($"{Source}: it wrote more than 64 KiB.", await _test.FailAsync("p"));
    }

    [Fact]
    public async Task A_program_may_write_much_to_its_error_stream()
    {
        Use(Script($"i=0; while [ $i -lt 20000 ]; do echo 'progress progress' >&2; i=$((i+1)); done; echo '{Answer}'"));

        Assert.Equal("ASIAPROC", (await _test.GetAsync("p")).AccessKeyId);
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task Cancelling_kills_the_program_and_its_children()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such thing.");
        var started = Path.Combine(_test.Files.Home, "started");
        Use(Script($"sleep 300 &\necho \"$$ $!\" > '{started}.new'\nmv '{started}.new' '{started}'\nwait"));
        using var stop = new CancellationTokenSource();

        var running = _test.Chain("p").GetCredentialsAsync(stop.Token).AsTask();
        await Until(() => File.Exists(started));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        foreach (var id in (await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Split())
        {
            if (id.Length > 0)
                await Until(() => !IsRunning(id));
        }
    }

    [Fact]
    public async Task Cancelling_does_not_wait_for_a_daemon_that_holds_the_output()
    {
        var started = Path.Combine(_test.Files.Home, "started");
        // The daemon's parent ends at once, so that it is nobody's child when the kill comes.
        Use(Script($"(setsid sleep 300 & echo $! > '{started}.new'; mv '{started}.new' '{started}')\nexec sleep 300"));
        using var stop = new CancellationTokenSource();

        var running = _test.Chain("p").GetCredentialsAsync(stop.Token).AsTask();
        await Until(() => File.Exists(started));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        using var daemon = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
        Assert.False(daemon.HasExited);
        daemon.Kill();
    }

    [Fact]
    public async Task What_ends_is_cached_and_what_does_not_is_asked_for_once_a_call()
    {
        var runs = Path.Combine(_test.Files.Home, "runs");
        Use(Script($"echo x >> '{runs}'\necho '{Answer}'"));
        await _test.GetAsync("p");
        await _test.GetAsync("p");
        Assert.Single(await File.ReadAllLinesAsync(runs, TestContext.Current.CancellationToken));

        var lasting = Answer.Replace(",\"Expiration\":\"2026-11-22T13:00:00Z\"", "", StringComparison.Ordinal);
        Use(Script($"echo x >> '{runs}'\necho '{lasting}'", "other"));
        var chain = _test.Chain("p");
        await chain.GetCredentialsAsync(TestContext.Current.CancellationToken);
        await chain.GetCredentialsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, (await File.ReadAllLinesAsync(runs, TestContext.Current.CancellationToken)).Length);
        await _test.GetAsync("p");
        Assert.Equal(3, (await File.ReadAllLinesAsync(runs, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task What_a_program_gave_is_for_the_variables_it_inherited()
    {
        const string variable = "SSOOIDC_TESTS_WHO";
        Use(Script($"echo '{Answer}' | sed \"s/ASIAPROC/AK-${variable}/\""));
        try
        {
            Environment.SetEnvironmentVariable(variable, "a");
            Assert.Equal("AK-a", (await _test.GetAsync("p")).AccessKeyId);
            Environment.SetEnvironmentVariable(variable, "b");
            Assert.Equal("AK-b", (await _test.GetAsync("p")).AccessKeyId);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task Each_profile_has_its_own_even_with_the_same_command()
    {
        var runs = Path.Combine(_test.Files.Home, "runs");
        var script = Script($"echo x >> '{runs}'\necho '{Answer}'");
        _test.Files.WithConfig($"[profile p]\ncredential_process = {script}\n[profile q]\ncredential_process = {script}\n");

        await _test.GetAsync("p");
        await _test.GetAsync("q");
        await _test.GetAsync("p");

        Assert.Equal(2, (await File.ReadAllLinesAsync(runs, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task What_the_service_calls_expired_is_asked_for_anew_whether_it_has_an_end_or_not()
    {
        foreach (var (answer, name) in new[] { (Answer, "ending"), (Answer.Replace(",\"Expiration\":\"2026-11-22T13:00:00Z\"", "", StringComparison.Ordinal), "lasting") })
        {
            var runs = Path.Combine(_test.Files.Home, name + "-runs");
            Use(Script($"echo x >> '{runs}'\necho '{answer}' | sed \"s/ASIAPROC/AK$(grep -c x '{runs}')/\"", name));
            var network = new StubHandler(Tests.Answer.Error("ExpiredTokenException", 403), Tests.Answer.Ok());
            using var client = A.Client(network, _test.Clock, o => o with { Credentials = _test.Chain("p") });

            await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

            Assert.Equal(["AK1", "AK2"], network.Requests.Select(request => request.Header("Authorization")!.Split('=', '/')[1]));
        }
    }

    [Theory]
    [InlineData("| sed s/a/b/", "|")]
    [InlineData("2>&1", "2>&1")]
    [InlineData("&& true", "&&")]
    public async Task Where_a_shell_is_wanted_the_error_says_that_none_runs(string rest, string word)
    {
        Use(Script("exit 2") + " " + rest);

        Assert.Equal(
            $"{Source}: it ended with exit code 2. The command has '{word}', but no shell runs it: the program is given that as it stands. Put the line into a script, and name the script.",
            await _test.FailAsync("p"));
    }

    [Fact]
    public async Task A_relative_command_and_the_program_itself_start_where_the_shell_is()
    {
        Script($"echo '{Answer}'\npwd > seen");
        Use("./bin/program");
        var shell = new SsoOidc.Config.AwsEnvironment(name => _test.Variables.GetValueOrDefault(name), _test.Files.Home, currentDirectory: _test.Files.Home);
        var context = _test.Context();
        var profile = _test.Files.Config.FindProfile("p")!;

        await new SsoOidc.Credentials.ProcessCredentials(
            new SsoOidc.Credentials.CredentialContext { Settings = new SsoOidc.Settings.AwsSettings(new SsoOidc.Config.AwsConfig(shell)), SsoTokens = context.SsoTokens, TimeProvider = context.TimeProvider }, profile, "./bin/program")
            .FetchAsync(TestContext.Current.CancellationToken);

        Assert.True(File.Exists(Path.Combine(_test.Files.Home, "seen")));
    }

    private static bool IsRunning(string id)
    {
        // A killed child stays as a zombie (state Z) until its parent, here the system, collects it.
        var status = $"/proc/{id}/stat";
        try
        {
            return !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A real process has no other clock than the wall's.
    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private string Script(string body, string name = "program")
    {
        var path = Path.Combine(_test.Files.Home, "bin", name);
        _test.Files.With(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return path;
    }

    private void Use(string command) => _test.Files.WithConfig($"[profile p]\ncredential_process = {command}\n");
}
