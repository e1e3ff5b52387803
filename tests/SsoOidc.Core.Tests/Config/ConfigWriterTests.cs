using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.Config;
using SsoOidc.Files;

namespace SsoOidc.Tests.Config;

public sealed class ConfigWriterTests : IDisposable
{
    private const string Url = "https://x.awsapps.com/start";

    private readonly ConfigFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("", "[sso-session s]\nsso_start_url = U\nsso_region = r\nsso_registration_scopes = a,b\n")]
    [InlineData("[default]\nx = 1\n", "[default]\nx = 1\n\n[sso-session s]\nsso_start_url = U\nsso_region = r\nsso_registration_scopes = a,b\n")]
    [InlineData("[default]\nx = 1\n\n", "[default]\nx = 1\n\n[sso-session s]\nsso_start_url = U\nsso_region = r\nsso_registration_scopes = a,b\n")]
    [InlineData("[default]\r\nx = 1", "[default]\r\nx = 1\r\n\r\n[sso-session s]\r\nsso_start_url = U\r\nsso_region = r\r\nsso_registration_scopes = a,b\r\n")]
    [InlineData("[sso-session t]\nsso_region = q\n", "[sso-session t]\nsso_region = q\n\n[sso-session s]\nsso_start_url = U\nsso_region = r\nsso_registration_scopes = a,b\n")]
    [InlineData(
        "# c\n[sso-session s] ; d\n\tSSO_REGION=q # e\nsso_start_url = V\n\n# f\n[default]\nx=1",
        "# c\n[sso-session s] ; d\n\tSSO_REGION=r # e\nsso_start_url = U\nsso_registration_scopes = a,b\n\n# f\n[default]\nx=1")]
    [InlineData("[sso-session \"s\"]", "[sso-session \"s\"]\nsso_start_url = U\nsso_region = r\nsso_registration_scopes = a,b\n")]
    [InlineData("[sso-session s]\r\nsso_start_url =\r\nsso_region = # c\r\nsso_registration_scopes = x\r\n", "[sso-session s]\r\nsso_start_url = U\r\nsso_region = r # c\r\nsso_registration_scopes = a,b\r\n")]
    [InlineData(
        "[sso-session s]\nsso_region = q\n  more\nother = 1\n[sso-session s]\nsso_start_url = V\n",
        "[sso-session s]\nsso_region = r\nother = 1\n[sso-session s]\nsso_start_url = U\nsso_registration_scopes = a,b\n")]
    public async Task The_section_is_written_and_every_other_byte_stays(string before, string after)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && before.Length == 0, "A new file takes the newline of the system.");
        foreach (var mark in new[] { "", "\uFEFF" })
        {
            _files.WithConfig(mark + before.Replace("U", Url, StringComparison.Ordinal));

            Assert.True(await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r", ["a", "b"]));

            Assert.Equal(mark + after.Replace("U", Url, StringComparison.Ordinal), Encoding.UTF8.GetString(File.ReadAllBytes(_files.ConfigPath)));
        }
    }

    [Fact]
    public async Task Eight_that_save_at_once_lose_nothing()
    {
        _files.WithConfig("[default]\nregion = r\n");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ConfigWriter.SaveSessionAsync(_files.Config, "s" + i, Url, "r"))));
        Assert.Equal(["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"], _files.Config.SessionNames);
        Assert.StartsWith("[default]\nregion = r\n\n[sso-session s", File.ReadAllText(_files.ConfigPath), StringComparison.Ordinal);
        Assert.Equal([_files.ConfigPath], Directory.GetFiles(Path.GetDirectoryName(_files.ConfigPath)!, "*config*"));
    }

    [Fact]
    public async Task The_wait_for_another_process_is_told_once_has_an_end_and_can_be_stopped()
    {
        _files.WithConfig("[default]\n");
        using var held = (await FileLock.AcquirePassingAsync(_files.ConfigPath + ".lock", TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken)).Lock;
        var told = new List<string>();

        var error = await Assert.ThrowsAsync<ConfigFileException>(() => ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r", tell: told.Add, time: new InstantClock()));
        Assert.EndsWith("another process has been writing it for 30 seconds. Try again when it has ended.", error.Message, StringComparison.Ordinal);
        Assert.Equal([$"Another process is writing {_files.ConfigPath}. Waiting for it for 30 seconds at most; Ctrl+C ends the wait."], told);

        using var stop = new CancellationTokenSource();
        var saving = ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r", time: new FakeTimeProvider(), cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Equal("[default]\n", File.ReadAllText(_files.ConfigPath));
    }

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        await ConfigWriter.SaveSessionAsync(_files.Config, "my-sso", Url + "#/", "eu-west-1", ["sso:account:access"]);

        var session = SsoSession.Named(_files.Config, "my-sso", "x");
        Assert.Equal((Url + "#/", "eu-west-1"), (session.StartUrl, session.Region));
        Assert.Equal(["sso:account:access"], session.Scopes);
    }

    [Fact]
    public async Task Nothing_is_written_when_all_is_as_asked()
    {
        await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r", ["a"]);
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_files.ConfigPath, written);

        Assert.False(await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r"));

        Assert.Equal(written, File.GetLastWriteTimeUtc(_files.ConfigPath));
    }

    [Fact]
    public async Task Without_scopes_the_key_is_left_alone()
    {
        _files.WithConfig("[sso-session s]\nsso_registration_scopes = mine\n");

        await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r");

        Assert.Equal($"[sso-session s]\nsso_registration_scopes = mine\nsso_start_url = {Url}\nsso_region = r\n", File.ReadAllText(_files.ConfigPath));
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_new_file_and_its_directory_are_the_owners_alone_and_nothing_else_is_left_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such thing.");

        await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_files.ConfigPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_files.ConfigPath)!));
        Assert.Equal([_files.ConfigPath], Directory.GetFileSystemEntries(Path.GetDirectoryName(_files.ConfigPath)!));
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    [UnsupportedOSPlatform("windows")]
    public async Task The_mode_of_a_file_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such thing.");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        _files.WithConfig("");
        File.SetUnixFileMode(_files.ConfigPath, mode);

        await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r");

        Assert.Equal(mode, File.GetUnixFileMode(_files.ConfigPath));
    }

    [Fact]
    public async Task A_symbolic_link_stays_and_its_target_is_replaced()
    {
        var target = Path.Combine(_files.Home, "dotfiles", "aws-config");
        _files.With(target, "[default]\n").WithConfig("");
        File.Delete(_files.ConfigPath);
        File.CreateSymbolicLink(_files.ConfigPath, "../dotfiles/aws-config");

        await ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r");

        Assert.Equal("../dotfiles/aws-config", new FileInfo(_files.ConfigPath).LinkTarget);
        Assert.StartsWith("[default]\n\n[sso-session s]\n", File.ReadAllText(target), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Url, "r", "a", "The session name '' cannot be saved. Use letters, digits and _ - @ + . % : / only.")]
    [InlineData("a]\nb", Url, "r", "a", "The session name 'a] b' cannot be saved. Use letters, digits and _ - @ + . % : / only.")]
    [InlineData("s", "https://x\nregion = y", "r", "a", "The start URL 'https://x region = y' cannot be saved: expected a URL without blanks.")]
    [InlineData("s", "", "r", "a", "The start URL '' cannot be saved: expected a URL without blanks.")]
    [InlineData("s", Url, "r r", "a", "'r r' from the parameter Region is not a region name. Give one such as us-east-1.")]
    [InlineData("s", Url, "r", "a,b", "The scope 'a,b' cannot be saved: expected one such as sso:account:access, without blanks and commas.")]
    public async Task What_would_break_the_file_is_refused_and_nothing_written(string name, string url, string region, string scope, string expected)
    {
        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => ConfigWriter.SaveSessionAsync(_files.Config, name, url, region, [scope]));

        Assert.Equal(expected, error.Message);
        Assert.False(File.Exists(_files.ConfigPath));
    }

    [Fact]
    public async Task A_broken_file_is_an_error_and_stays_as_it_is()
    {
        _files.WithConfig("[default]\nbroken\n");

        var error = await Assert.ThrowsAsync<ConfigFileException>(() => ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r"));

        Assert.Equal(2, error.Line);
        Assert.Equal("[default]\nbroken\n", File.ReadAllText(_files.ConfigPath));
    }

    [Fact]
    public async Task A_block_where_a_value_belongs_is_an_error()
    {
        _files.WithConfig("[sso-session s]\nsso_region =\n  x = 1\n");

        var error = await Assert.ThrowsAsync<ConfigFileException>(() => ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r"));

        Assert.Equal($"{_files.ConfigPath}, line 2: sso_region has an indented block under it where a value was expected. Remove the block.", error.Message);
    }

    [Fact]
    public async Task A_read_only_file_is_an_error()
    {
        _files.WithConfig("[default]\n");
        var file = new FileInfo(_files.ConfigPath) { IsReadOnly = true };

        var error = await Assert.ThrowsAsync<ConfigFileException>(() => ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r"));
        file.IsReadOnly = false;

        Assert.Equal($"{_files.ConfigPath}: the file is read-only. Make it writable, or save the session elsewhere with AWS_CONFIG_FILE.", error.Message);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_an_error()
    {
        _files.With(Path.Combine(_files.Home, ".aws"), "a file");

        var error = await Assert.ThrowsAsync<ConfigFileException>(() => ConfigWriter.SaveSessionAsync(_files.Config, "s", Url, "r"));

        Assert.StartsWith($"{_files.ConfigPath}: the file cannot be ", error.Message, StringComparison.Ordinal);
    }
}
