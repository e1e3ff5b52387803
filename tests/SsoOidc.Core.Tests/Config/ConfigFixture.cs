using SsoOidc.Config;
using SsoOidc.Settings;


namespace SsoOidc.Tests.Config;

/// <summary>A home directory of its own, with variables that no other test sees.</summary>
internal sealed class ConfigFixture : IDisposable
{
    public ConfigFixture()
    {
        Home = Directory.CreateTempSubdirectory("ssooidc-").FullName;
        Environment = new AwsEnvironment(name => Variables.GetValueOrDefault(name), Home);
    }

    public string Home { get; }

    public Dictionary<string, string?> Variables { get; } = [];

    public AwsEnvironment Environment { get; }

    public string ConfigPath => Path.Combine(Home, ".aws", "config");

    public string CredentialsPath => Path.Combine(Home, ".aws", "credentials");

    public AwsConfig Config => new(Environment);

    public AwsSettings Settings => new(Config);

    public AwsSettings SettingsOf(string? profileName) => new(Config, profileName is null ? null : new Setting<string>(profileName, "the parameter ProfileName"));

    public ConfigFixture WithConfig(string text) => With(ConfigPath, text);

    public ConfigFixture WithCredentials(string text) => With(CredentialsPath, text);

    public ConfigFixture With(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public static void AssertSetting<T>(T value, string source, Setting<T>? setting) =>
        Assert.Equal((value, source), setting is null ? default((T, string)?) : (setting.Value, setting.Source));

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
