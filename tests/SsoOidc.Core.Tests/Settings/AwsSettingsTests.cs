using System.Globalization;
using SsoOidc.Config;
using SsoOidc.Settings;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Settings;

public sealed class AwsSettingsTests : IDisposable
{
    private readonly ConfigFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_profile_is_the_parameters_then_AWS_PROFILE_then_AWS_DEFAULT_PROFILE_then_default()
    {
        _files.WithConfig("[profile a]\n[profile b]\n[profile c]\n[default]\n");
        _files.Variables["AWS_PROFILE"] = "b";
        _files.Variables["AWS_DEFAULT_PROFILE"] = "c";

        ConfigFixture.AssertSetting("a", "the parameter ProfileName", _files.SettingsOf("a").ProfileName);
        Assert.Equal("a", _files.SettingsOf("a").Profile?.Name);
        ConfigFixture.AssertSetting("b", "the variable AWS_PROFILE", _files.Settings.ProfileName);
        _files.Variables.Remove("AWS_PROFILE");
        ConfigFixture.AssertSetting("c", "the variable AWS_DEFAULT_PROFILE", _files.Settings.ProfileName);
        _files.Variables.Clear();
        Assert.Null(_files.Settings.ProfileName);
        Assert.Equal("default", _files.Settings.Profile?.Name);
    }

    [Fact]
    public void Without_files_there_is_no_profile_and_no_setting()
    {
        var settings = _files.Settings;

        Assert.Null(settings.Profile);
        Assert.Null(settings.Region());
        Assert.Null(settings.EndpointUrl(AwsService.SsoOidc));
        Assert.Null(settings.UseFips());
        Assert.Null(settings.UseDualStack());
        Assert.Null(settings.MaxAttempts());
        Assert.Null(settings.RetryMode());
        Assert.Null(settings.CaBundle());
    }

    [Fact]
    public void A_profile_that_a_variable_names_has_to_exist()
    {
        _files.Variables["AWS_PROFILE"] = "gone";

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Settings.MaxAttempts());

        Assert.Equal($"There is no profile 'gone', which the variable AWS_PROFILE names. Profiles in {_files.ConfigPath} and {_files.CredentialsPath}: none.", error.Message);
    }

    [Fact]
    public void Each_place_for_the_region_gives_way_to_the_one_before()
    {
        _files.WithConfig(
            "[sso-session s]\nsso_region = r3\n[profile named]\nsso_session = s\nregion = r4\n[sso-session d]\nsso_region = r8\n[default]\nsso_session = d\nregion = r9\n");
        _files.Variables["AWS_REGION"] = "r6";
        _files.Variables["AWS_DEFAULT_REGION"] = "r7";

        ConfigFixture.AssertSetting("r1", "the parameter Region", _files.SettingsOf("named").Region(Given("r1"), Stored("r5")));
        ConfigFixture.AssertSetting("r3", $"sso_region of sso-session 's' ({_files.ConfigPath}, line 2)", _files.SettingsOf("named").Region(null, Stored("r5")));
        ConfigFixture.AssertSetting("r4", $"region of profile 'named' ({_files.ConfigPath}, line 5)", _files.SettingsOf("named").Region(null, Stored("r5"), isSsoCall: false));
        ConfigFixture.AssertSetting("r5", "$StoredAWSRegion", _files.Settings.Region(null, Stored("r5")));
        ConfigFixture.AssertSetting("r6", "the variable AWS_REGION", _files.Settings.Region());
        _files.Variables.Remove("AWS_REGION");
        ConfigFixture.AssertSetting("r7", "the variable AWS_DEFAULT_REGION", _files.Settings.Region());
        _files.Variables.Clear();
        Assert.Equal("r8", _files.Settings.Region()?.Value);
        Assert.Equal("r9", _files.Settings.Region(isSsoCall: false)?.Value);
    }

    [Fact]
    public void A_named_profile_without_a_region_leads_to_the_session_default_not_to_another_profile()
    {
        _files.WithConfig("[profile named]\n[default]\nregion = other\n");

        Assert.Equal("r5", _files.SettingsOf("named").Region(sessionDefault: Stored("r5"))?.Value);
        Assert.Null(_files.SettingsOf("named").Region());
    }

    [Fact]
    public void A_legacy_profile_gives_its_sso_region_to_sso_calls()
    {
        _files.WithConfig("[profile p]\nsso_region = r1\nregion = r2\n");

        Assert.Equal("r1", _files.SettingsOf("p").Region()?.Value);
        Assert.Equal("r2", _files.SettingsOf("p").Region(isSsoCall: false)?.Value);
    }

    [Fact]
    public void AWS_PROFILE_gives_the_region_after_AWS_REGION()
    {
        _files.WithConfig("[profile p]\nregion = r9\n");
        _files.Variables["AWS_PROFILE"] = "p";

        Assert.Equal("r9", _files.Settings.Region()?.Value);
        _files.Variables["AWS_REGION"] = "r6";
        Assert.Equal("r6", _files.Settings.Region()?.Value);
    }

    [Theory]
    [InlineData("eu_west_1")]
    [InlineData("evil.example/")]
    [InlineData("-a")]
    public void A_region_that_is_no_host_label_is_an_error_that_names_its_source(string region)
    {
        _files.Variables["AWS_REGION"] = region;

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Settings.Region());

        Assert.Equal($"'{region}' from the variable AWS_REGION is not a region name. Give one such as us-east-1.", error.Message);
    }

    [Fact]
    public void The_error_for_a_missing_region_names_the_three_ways_to_give_one() =>
        Assert.Equal(
            "No region is known. Give `Region`, set the variable AWS_REGION, or add a region to the profile (region, or sso_region in its sso-session).",
            AwsSettings.RegionMissing().Message);

    [Fact]
    public void No_file_is_read_when_the_variables_say_it_all()
    {
        _files.WithConfig("broken").WithCredentials("broken");
        foreach (var (name, value) in new[]
        {
            ("AWS_REGION", "r1"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false"), ("AWS_ENDPOINT_URL_SSO_OIDC", "http://localhost:1"),
            ("AWS_USE_FIPS_ENDPOINT", "false"), ("AWS_USE_DUALSTACK_ENDPOINT", "true"), ("AWS_MAX_ATTEMPTS", "4"), ("AWS_RETRY_MODE", "legacy"),
            ("AWS_CA_BUNDLE", _files.ConfigPath),
        })
            _files.Variables[name] = value;
        var settings = _files.Settings;

        Assert.Equal("r1", settings.Region()?.Value);
        Assert.Equal(new Uri("http://localhost:1"), settings.EndpointUrl(AwsService.SsoOidc)?.Value);
        Assert.False(settings.UseFips()?.Value);
        Assert.True(settings.UseDualStack()?.Value);
        Assert.Equal(4, settings.MaxAttempts()?.Value);
        Assert.Equal(RetryMode.Legacy, settings.RetryMode()?.Value);
        Assert.Equal(_files.ConfigPath, settings.CaBundle()?.Value);
    }

    [Fact]
    public void Each_place_for_the_endpoint_gives_way_to_the_one_before()
    {
        _files.WithConfig(
            "[services x]\nsso_oidc =\n  endpoint_url = http://localhost:3\nsts =\n  endpoint_url = http://localhost:30\n[default]\nservices = x\nendpoint_url = http://localhost:4/\n");
        _files.Variables["AWS_ENDPOINT_URL_SSO_OIDC"] = "http://localhost:1";
        _files.Variables["AWS_ENDPOINT_URL"] = "http://localhost:2";

        ConfigFixture.AssertSetting(new Uri("http://localhost:1"), "the variable AWS_ENDPOINT_URL_SSO_OIDC", _files.Settings.EndpointUrl(AwsService.SsoOidc));
        Assert.Equal("the variable AWS_ENDPOINT_URL", _files.Settings.EndpointUrl(AwsService.Sts)?.Source);
        _files.Variables.Remove("AWS_ENDPOINT_URL_SSO_OIDC");
        ConfigFixture.AssertSetting(new Uri("http://localhost:2"), "the variable AWS_ENDPOINT_URL", _files.Settings.EndpointUrl(AwsService.SsoOidc));
        _files.Variables.Clear();
        ConfigFixture.AssertSetting(new Uri("http://localhost:3"), $"endpoint_url of services 'x' ({_files.ConfigPath}, line 3)", _files.Settings.EndpointUrl(AwsService.SsoOidc));
        Assert.Equal(new Uri("http://localhost:30"), _files.Settings.EndpointUrl(AwsService.Sts)?.Value);
        ConfigFixture.AssertSetting(new Uri("http://localhost:4"), $"endpoint_url of profile 'default' ({_files.ConfigPath}, line 8)", _files.Settings.EndpointUrl(AwsService.Sso));
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_SSO_OIDC")]
    [InlineData("AWS_ENDPOINT_URL_SSO")]
    [InlineData("AWS_ENDPOINT_URL_STS")]
    public void Each_service_has_a_variable_of_its_own(string variable)
    {
        _files.Variables[variable] = "https://localhost";

        Assert.Equal(
            [variable],
            new[] { AwsService.SsoOidc, AwsService.Sso, AwsService.Sts }
                .Where(service => _files.Settings.EndpointUrl(service) is not null)
                .Select(service => "AWS_ENDPOINT_URL_" + service.VariableSuffix));
    }

    [Fact]
    public void Configured_endpoints_can_be_ignored_by_variable_and_by_key_where_the_variable_wins()
    {
        _files.WithConfig("[default]\nendpoint_url = http://localhost:4\nignore_configured_endpoint_urls = true\n");
        _files.Variables["AWS_ENDPOINT_URL"] = "http://localhost:2";

        Assert.Null(_files.Settings.EndpointUrl(AwsService.SsoOidc));
        _files.Variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "False";
        Assert.Equal(new Uri("http://localhost:2"), _files.Settings.EndpointUrl(AwsService.SsoOidc)?.Value);
        _files.WithConfig("").Variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "TRUE";
        Assert.Null(_files.Settings.EndpointUrl(AwsService.SsoOidc));
    }

    [Fact]
    public void A_services_section_that_is_missing_is_an_error()
    {
        _files.WithConfig("[default]\nservices = x\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Settings.EndpointUrl(AwsService.SsoOidc));

        Assert.Equal(
            $"There is no section [services x] in {_files.ConfigPath}, which services of profile 'default' ({_files.ConfigPath}, line 2) names. Add it, or remove that key.",
            error.Message);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://localhost")]
    [InlineData("https://user@localhost")]
    [InlineData("https://localhost/?a=b")]
    [InlineData("https://localhost/#a")]
    [InlineData("/token")]
    public void An_endpoint_that_is_no_plain_http_url_is_an_error(string url)
    {
        _files.Variables["AWS_ENDPOINT_URL"] = url;

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Settings.EndpointUrl(AwsService.SsoOidc));

        Assert.Equal($"'{url.Replace("user@", "***@", StringComparison.Ordinal)}' from the variable AWS_ENDPOINT_URL cannot be used: expected an http or https URL without user, query and fragment.", error.Message);
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", "true", "False", "yes", "true or false")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", "TRUE", "false", "1", "true or false")]
    [InlineData("AWS_MAX_ATTEMPTS", "max_attempts", "1", "5", "0", "a whole number of 1 or more")]
    [InlineData("AWS_MAX_ATTEMPTS", "max_attempts", "2", "5", "-1", "a whole number of 1 or more")]
    [InlineData("AWS_MAX_ATTEMPTS", "max_attempts", "2", "5", "three", "a whole number of 1 or more")]
    [InlineData("AWS_RETRY_MODE", "retry_mode", "Standard", "legacy", "none", "standard, adaptive or legacy")]
    public void A_variable_wins_over_the_profile_and_a_wrong_value_is_an_error_that_names_its_source(
        string variable, string key, string fromVariable, string fromProfile, string wrong, string expected)
    {
        Assert.Equal(fromProfile, Read("[default]\n" + key + " = " + fromProfile + "\n"), ignoreCase: true);

        _files.Variables[variable] = fromVariable;
        Assert.Equal(fromVariable, Read("[default]\n" + key + " = " + fromProfile + "\n"), ignoreCase: true);

        _files.Variables[variable] = wrong;
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Read(""));
        Assert.Equal($"'{wrong}' from the variable {variable} cannot be used: expected {expected}.", error.Message);

        _files.Variables.Clear();
        error = Assert.Throws<SsoOidcConfigurationException>(() => Read("[default]\n" + key + " = " + wrong + "\n"));
        Assert.Equal($"'{wrong}' from {key} of profile 'default' ({_files.ConfigPath}, line 2) cannot be used: expected {expected}.", error.Message);

        string? Read(string config)
        {
            var settings = _files.WithConfig(config).Settings;
            return key switch
            {
                "use_fips_endpoint" => settings.UseFips()?.Value.ToString(),
                "use_dualstack_endpoint" => settings.UseDualStack()?.Value.ToString(),
                "max_attempts" => settings.MaxAttempts()?.Value.ToString(CultureInfo.InvariantCulture),
                _ => settings.RetryMode()?.Value.ToString(),
            };
        }
    }

    [Fact]
    public void The_adaptive_retry_mode_is_one_of_its_own()
    {
        _files.Variables["AWS_RETRY_MODE"] = "adaptive";

        Assert.Equal(RetryMode.Adaptive, _files.Settings.RetryMode()?.Value);
    }

    [Fact]
    public void A_ca_bundle_is_a_file_that_exists()
    {
        _files.WithConfig("[default]\nca_bundle = ~/ca.pem\n");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => _files.Settings.CaBundle());
        Assert.Equal($"'~/ca.pem' from ca_bundle of profile 'default' ({_files.ConfigPath}, line 2) cannot be used: expected the path of a PEM file that exists.", error.Message);

        var path = Path.Combine(_files.Home, "ca.pem");
        Assert.Equal(path, _files.With(path, "").Settings.CaBundle()?.Value);
    }

    private static Setting<string> Given(string region) => new(region, "the parameter Region");

    private static Setting<string> Stored(string region) => new(region, "$StoredAWSRegion");
}
