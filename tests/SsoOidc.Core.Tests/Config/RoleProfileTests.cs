using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Tests.Login;

namespace SsoOidc.Tests.Config;

public sealed class RoleProfileTests
{
    private static readonly (string Key, string? Value)[] Keys = [("sso_account_id", "111122223333"), ("sso_role_name", "ReadOnlyAccess"), ("region", "eu-central-1"), ("output", null)];

    [Theory]
    [InlineData("dev", true)]
    [InlineData("Production-ReadOnly@x", true)]
    [InlineData("default", true)]
    [InlineData("dev", false)]
    public async Task The_official_SDK_uses_the_profile_at_once(string name, bool isInFile)
    {
        await using var login = await LoginFixture.StartAsync(time: TimeProvider.System);
        login.Cache = new TokenCache(Path.Combine(login.HomePath, ".aws/sso/cache"), login.Time);
        await login.ConnectAsync();
        if (!isInFile)
            login.WriteConfig("");

        await ConfigWriter.SaveAsync(login.Config(), RoleProfile.Sections(login.Config(), name, LoginFixture.Session, LoginFixture.PortalUrl, LoginFixture.Region, Keys));

        Assert.Equal($"ASIAFAKEROLE11112222 111122223333 ReadOnlyAccess {LoginFixture.Session} eu-central-1", await OtherProcessesTests.SdkAsync(login, "sdk-profile", name));
    }

    [Fact]
    public async Task The_official_SDK_uses_a_profile_of_a_start_url_too()
    {
        await using var login = await LoginFixture.StartAsync(time: TimeProvider.System);
        login.Cache = new TokenCache(Path.Combine(login.HomePath, ".aws/sso/cache"), login.Time);
        login.WriteConfig("");
        await login.ConnectAsync(new LoginOptions { StartUrl = LoginFixture.PortalUrl, Region = LoginFixture.Region });

        await ConfigWriter.SaveAsync(login.Config(), RoleProfile.Sections(login.Config(), "dev", null, LoginFixture.PortalUrl, LoginFixture.Region, Keys));

        Assert.Equal("ASIAFAKEROLE11112222 111122223333 ReadOnlyAccess  eu-central-1", await OtherProcessesTests.SdkAsync(login, "sdk-profile", "dev"));
    }

    [Fact]
    public async Task Thousands_of_profiles_are_one_change_of_the_file()
    {
        using var files = new ConfigFixture();
        files.WithConfig("[sso-session s]\nsso_start_url = https://x\nsso_region = eu-west-1\n");
        var sections = Enumerable.Range(1, 2400).Select(i => new ConfigSectionText("profile", $"p{i}", Keys)).ToList();

        await ConfigWriter.SaveAsync(files.Config, sections);
        var written = File.ReadAllText(files.Config.ConfigPath);
        await ConfigWriter.SaveAsync(files.Config, sections);

        Assert.Equal(2400, files.Config.ProfileNames.Count());
        Assert.Equal(written, File.ReadAllText(files.Config.ConfigPath));
        Assert.EndsWith("\n\n[profile p2400]\nsso_account_id = 111122223333\nsso_role_name = ReadOnlyAccess\nregion = eu-central-1\n", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a #b")]
    [InlineData("a\t;b")]
    [InlineData(" a")]
    [InlineData("")]
    public void A_value_that_would_be_read_otherwise_is_refused(string value) =>
        Assert.Throws<SsoOidcConfigurationException>(() => new ConfigSectionText("profile", "p", [("region", value)]));
}
