using SsoOidc.Config;



namespace SsoOidc.Tests.Config;

public sealed class SsoSessionTests : IDisposable
{
    private const string Session = "[sso-session s]\nsso_start_url = https://x.awsapps.com/start#/\nsso_region = eu-west-1\n";

    private readonly ConfigFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_named_session_is_read_as_it_stands()
    {
        _files.WithConfig(Session + "sso_registration_scopes = sso:account:access , ,other:scope\n");

        var session = SsoSession.Named(_files.Config, "s", "the parameter SessionName");

        Assert.Equal("s", session.Name);
        Assert.Equal("https://x.awsapps.com/start#/", session.StartUrl);
        Assert.Equal("eu-west-1", session.Region);
        Assert.Equal(["sso:account:access", "other:scope"], session.Scopes);
    }

    [Fact]
    public void Scopes_that_are_not_configured_are_null() =>
        Assert.Null(SsoSession.Named(_files.WithConfig(Session).Config, "s", "x").Scopes);

    [Fact]
    public void A_profile_leads_to_its_session() =>
        Assert.Equal("s", OfProfile(Session + "[profile p]\nsso_session = s\nsso_region = eu-west-1\n")?.Name);

    [Fact]
    public void A_legacy_profile_is_a_session_without_a_name()
    {
        var session = OfProfile("[profile p]\nsso_start_url = https://y.awsapps.com/start\nsso_region = us-east-1\n");

        Assert.NotNull(session);
        Assert.Equal((null, "https://y.awsapps.com/start", "us-east-1", null), (session.Name, session.StartUrl, session.Region, session.Scopes));
    }

    [Fact]
    public void A_profile_without_sso_has_no_session() => Assert.Null(OfProfile("[profile p]\nregion = us-east-1\n"));

    [Theory]
    [InlineData(
        Session + "[profile p]\nsso_session = t\n",
        "There is no section [sso-session t], which sso_session of profile 'p' ({0}, line 5) names. Sessions in {0}: s.")]
    [InlineData(
        Session + "[profile p]\nsso_session = s\nsso_region = us-east-1\n",
        "sso_region of profile 'p' ({0}, line 6) differs from sso_region of sso-session 's' ({0}, line 3). Remove it from the profile: a profile with sso_session takes it from there.")]
    [InlineData(
        "[sso-session s]\nsso_start_url = https://x\n[profile p]\nsso_session = s\n",
        "The sso-session 's' in {0} has no sso_region. Add it, such as sso_region = eu-central-1.")]
    [InlineData(
        "[sso-session s]\nsso_region = us-east-1\n[profile p]\nsso_session = s\n",
        "The sso-session 's' in {0} has no sso_start_url. Add it, such as sso_start_url = https://my-portal.awsapps.com/start.")]
    [InlineData(
        "[sso-session s]\nsso_start_url = https://x\nsso_region = us_east.1/\n[profile p]\nsso_session = s\n",
        "'us_east.1/' from sso_region of sso-session 's' ({0}, line 3) is not a region name. Give one such as us-east-1.")]
    public void A_session_that_cannot_be_used_is_one_error(string config, string expected)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => OfProfile(config));

        Assert.Equal(string.Format(null, expected, _files.ConfigPath), error.Message);
    }

    private SsoSession? OfProfile(string config)
    {
        var files = _files.WithConfig(config).Config;
        return SsoSession.OfProfile(files, files.FindProfile("p")!);
    }

    [Fact]
    public void The_session_to_log_in_to_for_a_role_is_that_of_its_source()
    {
        var files = _files.WithConfig(Session + "[profile p]\nrole_arn = a\nsource_profile = q\n[profile q]\nrole_arn = b\nsource_profile = r\n[profile r]\nsso_session = s\n").Config;

        Assert.Equal("s", SsoSession.OfProfileOrSource(files, files.FindProfile("p")!)?.Name);
    }

    [Theory]
    [InlineData("[profile p]\nrole_arn = a\nsource_profile = p\n")]
    [InlineData("[profile p]\nrole_arn = a\nsource_profile = q\n[profile q]\nrole_arn = b\nsource_profile = p\n")]
    [InlineData("[profile p]\nsource_profile = q\n[profile q]\nsso_start_url = https://x\nsso_region = us-east-1\n")]
    public void A_loop_or_a_source_without_a_role_leads_to_no_session(string config)
    {
        var files = _files.WithConfig(config).Config;

        Assert.Null(SsoSession.OfProfileOrSource(files, files.FindProfile("p")!));
    }
}
