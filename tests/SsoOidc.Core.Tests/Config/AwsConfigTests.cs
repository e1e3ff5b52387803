using System.Text;
using SsoOidc.Config;

namespace SsoOidc.Tests.Config;

public sealed class AwsConfigTests : IDisposable
{
    private readonly ConfigFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("[profile dev]", "dev")]
    [InlineData("[profile \"a b\"]", "a b")]
    [InlineData("[ profile   'a b' ]", "a b")]
    [InlineData("[profile\tdev]", "dev")]
    [InlineData("[default]", "default")]
    [InlineData("[profile default]", "default")]
    [InlineData("[profile x/y@z+1.%:]", "x/y@z+1.%:")]
    public void A_profile_is_found_by_its_name(string header, string name)
    {
        _files.WithConfig(header + "\nregion = r\n");

        Assert.Equal("r", _files.Config.FindProfile(name)?.Get("region")?.Value);
        Assert.Equal([name], _files.Config.ProfileNames);
    }

    [Theory]
    [InlineData("[dev]")]
    [InlineData("[Profile dev]")]
    [InlineData("[profile DEV]")]
    [InlineData("[profile dev x]")]
    [InlineData("[profiles dev]")]
    [InlineData("[profile]")]
    [InlineData("[profile \"dev]")]
    public void Other_headers_of_the_config_file_are_no_such_profile(string header)
    {
        _files.WithConfig(header + "\nregion = r\n");

        Assert.Null(_files.Config.FindProfile("dev"));
    }

    [Fact]
    public void Names_in_the_credentials_file_are_taken_as_they_stand()
    {
        _files.WithCredentials("[a b]\nregion = 1\n[it's]\nregion = 2\n[profile dev]\nregion = 3\n");

        Assert.Equal(["a b", "dev", "it's"], _files.Config.ProfileNames);
    }

    [Fact]
    public void Keys_of_the_credentials_file_win_and_keep_their_source()
    {
        _files.WithConfig("[profile dev]\nregion = r\naws_access_key_id = old\n").WithCredentials("[dev]\n\naws_access_key_id = new\n");

        var profile = _files.Config.FindProfile("dev")!;

        ConfigFixture.AssertSetting("r", $"region of profile 'dev' ({_files.ConfigPath}, line 2)", profile.Get("region"));
        ConfigFixture.AssertSetting("new", $"aws_access_key_id of profile 'dev' ({_files.CredentialsPath}, line 3)", profile.Get("aws_access_key_id"));
    }

    [Fact]
    public void Repeated_sections_and_keys_merge_and_the_last_counts()
    {
        _files.WithConfig("[profile dev]\na = 1\nb = 1\na = 2\n[default]\n[profile \"dev\"]\nb = 3\n");

        var profile = _files.Config.FindProfile("dev")!;

        Assert.Equal("2", profile.Get("a")?.Value);
        Assert.Equal("3", profile.Get("b")?.Value);
    }

    [Theory]
    [InlineData("[default]\na = 1\nb = 1\n[profile default]\na = 2\n")]
    [InlineData("[profile default]\na = 2\n[default]\na = 1\nb = 1\n")]
    public void The_prefixed_default_profile_replaces_the_bare_one(string text)
    {
        _files.WithConfig(text);

        var profile = _files.Config.FindProfile("default")!;

        Assert.Equal("2", profile.Get("a")?.Value);
        Assert.Null(profile.Get("b"));
    }

    [Fact]
    public void An_empty_value_counts_as_absent() =>
        Assert.Null(_files.WithConfig("[default]\nregion =\n").Config.FindProfile("default")!.Get("region"));

    [Fact]
    public void A_missing_profile_is_an_error_that_lists_those_there_are()
    {
        _files.WithConfig("[profile b]\n[profile a]\n").WithCredentials("[c]\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetProfile("x", "AWS_PROFILE"));

        Assert.Equal($"There is no profile 'x', which AWS_PROFILE names. Profiles in {_files.ConfigPath} and {_files.CredentialsPath}: a, b, c.", error.Message);
    }

    [Fact]
    public void A_missing_profile_with_no_files_says_so()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetProfile("x\u001b[31m", "AWS_PROFILE"));

        Assert.StartsWith("There is no profile 'x [31m', which", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(": none.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_profiles_is_cut()
    {
        _files.WithConfig(string.Concat(Enumerable.Range(0, 45).Select(i => $"[profile p{i:00}]\n")));

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetProfile("x", "AWS_PROFILE"));

        Assert.EndsWith("p28, p29 and 15 more.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_without_its_prefix_is_an_error_that_tells_the_right_header()
    {
        _files.WithConfig("[dev]\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetProfile("dev", "the parameter ProfileName"));

        Assert.Equal(
            $"There is no profile 'dev', which the parameter ProfileName names. The section [dev] in {_files.ConfigPath} is not read as a profile: its header has to be [profile dev].",
            error.Message);
    }

    [Fact]
    public void A_file_is_read_only_when_it_is_asked()
    {
        _files.WithConfig("broken").WithCredentials("broken");

        var config = _files.Config;

        Assert.Equal($"{_files.ConfigPath}, line 1: expected a section header such as [default] or [profile dev] before the first key.", Assert.Throws<ConfigFileException>(() => config.FindSession("x")).Message);
    }

    [Fact]
    public void Sessions_do_not_read_the_credentials_file()
    {
        _files.WithConfig("[sso-session s]\n").WithCredentials("broken");

        Assert.Equal(["s"], _files.Config.SessionNames);
    }

    [Fact]
    public void Variables_name_the_files_and_a_tilde_is_the_home_directory()
    {
        _files.Variables["AWS_CONFIG_FILE"] = "~/my-config";
        _files.Variables["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_files.Home, "my-credentials");

        Assert.Equal(Path.Combine(_files.Home, "my-config"), _files.Config.ConfigPath);
        Assert.Equal(Path.Combine(_files.Home, "my-credentials"), _files.Config.CredentialsPath);
    }

    [Fact]
    public void A_profile_location_is_the_credentials_file_and_the_config_file_is_beside_it()
    {
        var location = Path.Combine(_files.Home, "other", "keys");
        _files.WithConfig("[profile home]\n").With(location, "[dev]\nregion = 1\n").With(Path.Combine(_files.Home, "other", "config"), "[profile dev]\noutput = json\n");

        var config = new AwsConfig(_files.Environment, location);

        Assert.Equal(["dev"], config.ProfileNames);
        Assert.Equal("json", config.FindProfile("dev")!.Get("output")?.Value);
        Assert.Equal(config.ConfigPath, new AwsConfig(_files.Environment, Path.GetDirectoryName(location)).ConfigPath);
    }

    [Fact]
    public void A_profile_location_leaves_the_config_file_that_its_variable_names()
    {
        _files.Variables["AWS_CONFIG_FILE"] = "/some/config";

        Assert.Equal("/some/config", new AwsConfig(_files.Environment, Path.Combine(_files.Home, "keys")).ConfigPath);
    }

    [Fact]
    public void A_profile_location_that_does_not_exist_is_an_error()
    {
        var location = Path.Combine(_files.Home, "nowhere");

        var error = Assert.Throws<ConfigFileException>(() => new AwsConfig(_files.Environment, location).FindProfile("dev"));

        Assert.Equal($"{location}: the profile location given is not a file. Give the path of a credentials file, or leave it out.", error.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'[', 0 }, 1, "the file is UTF-16; save it as UTF-8, which is what every AWS tool reads.")]
    [InlineData(new byte[] { (byte)'#', (byte)'\n', (byte)'#', 0xFF }, 2, "the file is not UTF-8; save it as UTF-8.")]
    public void Bytes_that_are_not_utf8_are_an_error(byte[] bytes, int line, string expected)
    {
        _files.WithConfig("");
        File.WriteAllBytes(_files.ConfigPath, bytes);

        var error = Assert.Throws<ConfigFileException>(() => _files.Config.FindProfile("x"));

        Assert.Equal($"{_files.ConfigPath}, line {line}: {expected}", error.Message);
    }

    [Fact]
    public void A_file_of_more_than_16_MiB_is_an_error()
    {
        _files.WithConfig("");
        using (var stream = File.OpenWrite(_files.ConfigPath))
            stream.SetLength((16 * 1024 * 1024) + 1);

        var error = Assert.Throws<ConfigFileException>(() => _files.Config.FindProfile("x"));

        Assert.Equal($"{_files.ConfigPath}: the file is larger than 16 MiB, which no AWS configuration is.", error.Message);
    }

    [Fact]
    public void A_directory_in_place_of_the_file_is_an_error()
    {
        Directory.CreateDirectory(_files.ConfigPath);

        var error = Assert.Throws<ConfigFileException>(() => _files.Config.FindProfile("x"));

        Assert.StartsWith($"{_files.ConfigPath}: the file cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_beyond_ascii_is_read() =>
        Assert.NotNull(_files.WithConfig("[profile größe]\n").Config.FindProfile("größe".Normalize(NormalizationForm.FormC)));

    [Theory]
    [InlineData("profile Foo Bar", "Foo Bar", "profile \"Foo Bar\"")]
    [InlineData("profile Single'Quote", "Single'Quote", "profile \"Single'Quote\"")]
    [InlineData("profile  Foo Bar ", "Foo Bar", "profile \"Foo Bar\"")]
    [InlineData("profile 'open", "open", "profile open")]
    [InlineData("plain", "plain", "profile plain")]
    public void A_section_that_means_the_profile_and_is_not_read_is_pointed_at(string header, string name, string right)
    {
        _files.WithConfig($"[{header}]\nregion = us-east-1\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetProfile(name, "x"));

        Assert.Equal($"There is no profile '{name}', which x names. The section [{header.Trim()}] in {_files.ConfigPath} is not read as a profile: its header has to be [{right}].", error.Message);
        Assert.NotNull(_files.WithConfig($"[{right}]\n").Config.FindProfile(name));
    }

    [Fact]
    public void A_session_that_is_there_and_not_read_is_pointed_at_too()
    {
        _files.WithConfig("[sso-session my work]\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Config.GetSession("my work", "x"));

        Assert.EndsWith($"The section [sso-session my work] in {_files.ConfigPath} is not read as one: its header has to be [sso-session \"my work\"].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_that_are_relative_start_where_the_shell_is()
    {
        Directory.CreateDirectory(Path.Combine(_files.Home, "project", "aws"));
        var shell = new AwsEnvironment(name => _files.Variables.GetValueOrDefault(name), _files.Home, currentDirectory: Path.Combine(_files.Home, "project"));
        _files.Variables["AWS_CONFIG_FILE"] = "../c";
        _files.Variables["AWS_SHARED_CREDENTIALS_FILE"] = "./k";

        Assert.Equal((Path.Combine(_files.Home, "c"), Path.Combine(_files.Home, "project", "k")), (new AwsConfig(shell).ConfigPath, new AwsConfig(shell).CredentialsPath));
        Assert.Equal(Path.Combine(_files.Home, "project", "aws", "credentials"), new AwsConfig(shell, "aws").CredentialsPath);
        Assert.Equal(Path.Combine(_files.Home, "x"), new AwsConfig(shell, "~/x").CredentialsPath);
    }

    [Fact]
    public async Task The_wait_for_a_pipe_that_nobody_writes_to_ends_with_its_caller()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes have no path there.");
        _files.WithConfig("");
        File.Delete(_files.ConfigPath);
        using (var make = System.Diagnostics.Process.Start("mkfifo", _files.ConfigPath))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var config = new AwsConfig(new AwsEnvironment(_ => null, _files.Home) { Stop = stop.Token });

        var reading = Task.Run(() => config.FindProfile("x"), TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        // What waits for a writer in the background has one, and goes.
        await File.WriteAllTextAsync(_files.ConfigPath, "[default]\n", TestContext.Current.CancellationToken);
    }
}
