using System.Net;
using SsoOidc.Config;
using SsoOidc.Settings;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Settings;

public sealed class ClientConfigurationTests : IDisposable
{
    private readonly ConfigFixture _files = new();
    private readonly List<string> _told = [];

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Each_setting_in_force_is_told_with_the_place_that_it_is_from()
    {
        _files.WithConfig("[sso-session s]\nsso_region = eu-west-1\n[profile p]\nsso_session = s\nmax_attempts = 5\n");
        _files.Variables["AWS_RETRY_MODE"] = "legacy";
        _files.Variables["AWS_USE_FIPS_ENDPOINT"] = "true";

        Resolve(new ClientArguments { Timeout = new(TimeSpan.FromSeconds(5), "the parameter TimeoutSec"), Proxy = new(new WebProxy("http://u:secret@proxy.example:8080"), "$AWSProxy") }, "p");

        Assert.Equal(
            [
                $"region = eu-west-1 from sso_region of sso-session 's' ({_files.ConfigPath}, line 2)",
                "use_fips_endpoint = True from the variable AWS_USE_FIPS_ENDPOINT",
                "use_dualstack_endpoint = False by default",
                $"max_attempts = 5 from max_attempts of profile 'p' ({_files.ConfigPath}, line 5)",
                "retry_mode = Legacy from the variable AWS_RETRY_MODE",
                "timeout = 00:00:05 from the parameter TimeoutSec",
                "proxy = http://***@proxy.example:8080/ from $AWSProxy",
            ],
            _told);
    }

    [Fact]
    public void What_nobody_sets_is_told_as_the_default()
    {
        Resolve(new ClientArguments { Region = new("eu-west-1", "the parameter Region"), Timeout = new(Timeout.InfiniteTimeSpan, "x") });

        Assert.Equal(
            [
                "region = eu-west-1 from the parameter Region", "use_fips_endpoint = False by default", "use_dualstack_endpoint = False by default",
                "max_attempts = 3 by default", "retry_mode = Standard by default", "timeout = no limit from x", "proxy = the system's by default",
            ],
            _told);
    }

    [Fact]
    public void A_password_in_a_variable_for_the_endpoint_is_in_no_error_and_in_nothing_told()
    {
        _files.Variables["AWS_ENDPOINT_URL"] = "https://u:secret@host.example/";

        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(new ClientArguments()));

        Assert.DoesNotContain("secret", error.Message + string.Concat(_told), StringComparison.Ordinal);
        Assert.Throws<SsoOidcConfigurationException>(() => Resolve(new ClientArguments { EndpointUrl = new(new Uri("https://u:secret@host.example/"), "x") }));
        Assert.DoesNotContain("secret", string.Concat(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void The_arguments_of_a_call_are_equal_by_value_and_never_printed()
    {
        var one = new ClientArguments { SecretKey = "secret", Region = new("r", "x") };

        Assert.Equal(one, new ClientArguments { SecretKey = "secret", Region = new("r", "x") });
        Assert.NotEqual(one, one with { SecretKey = "other" });
        Assert.NotEqual(one, one with { Region = new("s", "x") });
        Assert.DoesNotContain("secret", $"{one} {new Setting<string>("secret", "x")}", StringComparison.Ordinal);
    }

    private void Resolve(ClientArguments arguments, string? profile = null) =>
        ClientConfiguration.Resolve(_files.SettingsOf(profile), arguments, isSigned: false, _told.Add);
}
