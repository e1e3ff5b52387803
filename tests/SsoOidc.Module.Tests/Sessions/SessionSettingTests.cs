using System.Security;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>What a call and its surroundings set counts for the requests of a session too: its refresh, its login and its end.</summary>
[Collection(nameof(SessionCollection))]
public sealed class SessionSettingTests : IDisposable
{
    private const string Tunnel = "CONNECT oidc.eu-west-1.amazonaws.com:443";

    /// <summary>The arguments of a parameter, and how the request shows it.</summary>
    private static readonly Dictionary<string, (string Arguments, string Shown)> Rows = new()
    {
        ["Region"] = ("-Region us-west-2 -Proxy $wire", "CONNECT oidc.us-west-2.amazonaws.com:443"),
        ["ClientConfig"] = ("-ClientConfig @{ ServiceURL = 'http://config.invalid' } -Proxy $wire", "POST http://config.invalid/token"),
        ["ProfileName"] = ("-ProfileName p -Proxy $wire", "POST http://profile.invalid/token"),
        ["ProfileLocation"] = ("-ProfileLocation $other -Proxy $wire", "CONNECT oidc.sa-east-1.amazonaws.com:443"),
        ["UseFipsEndpoint"] = ("-UseFipsEndpoint -Proxy $wire", "CONNECT oidc-fips.eu-west-1.amazonaws.com:443"),
        ["UseDualStackEndpoint"] = ("-UseDualStackEndpoint -Proxy $wire", "CONNECT oidc.eu-west-1.api.aws:443"),
        ["Proxy"] = ("-Proxy $wire", Tunnel),
        ["ProxyCredential"] = ("-ClientConfig @{ ServiceURL = 'http://config.invalid' } -Proxy $wire -ProxyCredential ([pscredential]::new('u2', $secret))", "Proxy-Authorization: Basic dTI6cA=="),
        ["TimeoutSec"] = ("-ClientConfig @{ ServiceURL = $wire } -TimeoutSec 1", " 1 s"),
        ["MaximumRetryCount"] = ("-ClientConfig @{ ServiceURL = $wire } -MaximumRetryCount 0", "1 requests"),
    };

    private readonly Wire _wire = new();

    public static TheoryData<string> Parameters => [.. Rows.Keys];

    public static TheoryData<string, string, string, string> Surroundings => new()
    {
        { "Connect-SSOOIDCSession corp", "AWS_USE_FIPS_ENDPOINT", "true", "CONNECT oidc-fips.eu-west-1.amazonaws.com:443" },
        { "Connect-SSOOIDCSession corp", "AWS_USE_DUALSTACK_ENDPOINT", "true", "CONNECT oidc.eu-west-1.api.aws:443" },
        { "Connect-SSOOIDCSession corp -Region us-west-2", "AWS_REGION", "sa-east-1", "CONNECT oidc.us-west-2.amazonaws.com:443" },
        { "Connect-SSOOIDCSession corp", "AWS_MAX_ATTEMPTS", "1", "1 requests" },
        { "Connect-SSOOIDCSession corp", "AWS_ENDPOINT_URL_SSO_OIDC", "http://oidc.invalid", "POST http://oidc.invalid/token" },
        { "Disconnect-SSOOIDCSession corp", "AWS_USE_FIPS_ENDPOINT", "true", "CONNECT portal.sso-fips.eu-west-1.amazonaws.com:443" },
        { "Disconnect-SSOOIDCSession corp", "AWS_USE_DUALSTACK_ENDPOINT", "true", "CONNECT portal.sso.eu-west-1.api.aws:443" },
        { "Disconnect-SSOOIDCSession corp", "AWS_ENDPOINT_URL_SSO", "http://portal.invalid", "POST http://portal.invalid/logout" },
        { "Disconnect-SSOOIDCSession corp", "AWS_REGION", "sa-east-1", "CONNECT portal.sso.eu-west-1.amazonaws.com:443" },
    };

    public void Dispose() => _wire.Dispose();

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_common_parameter_counts_for_the_refresh_of_a_session(string parameter)
    {
        await using var home = await StartAsync();
        home.Config += "[profile p]\nendpoint_url = http://profile.invalid\n";
        Directory.CreateDirectory(home.PathOf("other"));
        await File.WriteAllTextAsync(home.PathOf("other/config"), Home.Corp.Replace("eu-west-1", "sa-east-1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(home.PathOf("other/credentials"), "", TestContext.Current.CancellationToken);
        home.Shell.Set("other", home.PathOf("other"));
        // A token is refreshed in the region that its file names.
        GivenRefreshable(home, TimeSpan.FromHours(1), parameter switch { "Region" => "us-west-2", "ProfileLocation" => "sa-east-1", _ => "eu-west-1" });
        _wire.StatusOf = (_, head) => parameter switch
        {
            "ProxyCredential" => head.Contains("Proxy-Authorization", StringComparison.Ordinal) ? 200 : 407,
            "TimeoutSec" => 0,
            "MaximumRetryCount" => 503,
            _ => 200,
        };

        var run = await home.RunAsync($"New-SSOOIDCToken -SessionName corp {Rows[parameter].Arguments} {(parameter == "MaximumRetryCount" ? "" : "-MaximumRetryCount 0")}");

        Assert.Contains(Rows[parameter].Shown, Evidence(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_common_parameter_has_its_row_but_those_that_sign_and_the_endpoint_which_is_refused()
    {
        using var shell = new Shell();

        var common = (await shell.RunAsync("(Get-Command New-SSOOIDCToken).ImplementingType.GetProperties() | . { process { if ($_.DeclaringType.Name -eq 'ServiceCmdlet') { $_.Name } } }")).Output;

        Assert.Equal(
            common.Select(name => $"{name}").Except(["EndpointUrl", "AccessKey", "SecretKey", "SessionToken", "Credential", "NetworkCredential"]).Order(),
            Rows.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Surroundings))]
    public async Task What_surrounds_a_call_counts_for_the_requests_of_a_session(string command, string variable, string value, string shown)
    {
        await using var home = await StartAsync();
        home.Set(variable, value);
        if (variable != "AWS_MAX_ATTEMPTS")
            home.Set("AWS_MAX_ATTEMPTS", "1");
        GivenRefreshable(home, command.StartsWith("Connect", StringComparison.Ordinal) ? TimeSpan.FromSeconds(-1) : TimeSpan.FromHours(1));

        var run = await home.RunAsync($"$AWSProxy = [pscustomobject]@{{ Hostname = '127.0.0.1'; Port = {_wire.Port} }}; {command}");

        Assert.Contains(shown, Evidence(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connect-SSOOIDCSession corp", "sso_region of sso-session 'corp' (CONFIG, line 3)")]
    [InlineData("Connect-SSOOIDCSession https://corp.awsapps.com/start", "sso_region of sso-session 'corp' (CONFIG, line 3)")]
    [InlineData("Connect-SSOOIDCSession corp -Region eu-west-1", "the parameter Region")]
    [InlineData("Connect-SSOOIDCSession -StartUrl https://ssoins-1.portal.eu-west-1.app.aws", "the start URL")]
    [InlineData("Connect-SSOOIDCSession other -StartUrl https://other.awsapps.com/start -Region eu-west-1", "the parameter Region")]
    [InlineData("Get-SSOOIDCSession corp | Disconnect-SSOOIDCSession", "the session 'corp'")]
    [InlineData("New-SSOOIDCToken -SessionName corp", "sso_region of sso-session 'corp' (CONFIG, line 3)")]
    [InlineData("Get-SSOOIDCAccount corp", "sso_region of sso-session 'corp' (CONFIG, line 3)")]
    public async Task Debug_tells_the_true_origin_of_every_setting(string command, string region)
    {
        await using var home = await StartAsync();
        home.Config += "[default]\nmax_attempts = 4\n";
        var config = home.PathOf(".aws/config");
        var isRead = command.StartsWith("Get-SSOOIDCAccount", StringComparison.Ordinal);
        home.Set(isRead ? "AWS_ENDPOINT_URL_SSO" : "AWS_ENDPOINT_URL_SSO_OIDC", _wire.Url);
        home.Set("AWS_RETRY_MODE", "standard");
        home.Set("AWS_CA_BUNDLE", null);
        home.Set("NO_PROXY", "*");
        home.Set("HTTP_PROXY", "http://u:canary@proxy.invalid:1");
        GivenRefreshable(home, TimeSpan.FromMinutes(isRead ? 30 : -1));

        var run = await home.RunAsync($"{command}{(command.StartsWith("Connect", StringComparison.Ordinal) ? " -UseDeviceCode -NoBrowser" : "")} -Debug");

        Assert.Equal(
            [
                $"region = eu-west-1 from {region.Replace("CONFIG", config, StringComparison.Ordinal)}",
                $"endpoint = {_wire.Url} from the variable {(isRead ? "AWS_ENDPOINT_URL_SSO" : "AWS_ENDPOINT_URL_SSO_OIDC")}",
                "use_fips_endpoint = False by default",
                "use_dualstack_endpoint = False by default",
                $"max_attempts = 4 from max_attempts of profile 'default' ({config}, line 5)",
                "retry_mode = Standard from the variable AWS_RETRY_MODE",
                isRead ? "timeout = 00:00:15 by default" : "timeout = 00:00:30 by default",
                "proxy = none from the variable NO_PROXY",
            ],
            run.Debug.Take(8));
        Assert.Empty(home.Shell.Screen.Questions);
    }

    private async Task<Home> StartAsync()
    {
        var home = await Home.StartAsync();
        home.Set("AWS_ENDPOINT_URL_SSO_OIDC", null);
        home.Set("AWS_ENDPOINT_URL_SSO", null);
        home.Set("AWS_USE_FIPS_ENDPOINT", null);
        home.Set("AWS_USE_DUALSTACK_ENDPOINT", null);
        home.Set("AWS_MAX_ATTEMPTS", null);
        var secret = new SecureString();
        secret.AppendChar('p');
        home.Shell.Set("wire", _wire.Url);
        home.Shell.Set("secret", secret);
        return home;
    }

    private static void GivenRefreshable(Home home, TimeSpan remaining, string region = "eu-west-1")
    {
        home.GivenToken("corp", remaining);
        var token = home.Token("corp");
        token["region"] = region;
        token["refreshToken"] = "refresh";
        token["clientId"] = "client";
        token["clientSecret"] = "secret";
        token["registrationExpiresAt"] = "2099-01-01T00:00:00Z";
        File.WriteAllText(home.TokenPath("corp"), token.ToJsonString());
    }

    private string Evidence(Run run) =>
        string.Join('\n', [.. _wire.Heads, .. run.Errors.Select(error => error.Exception.Message), .. run.Warnings, $"{_wire.Heads.Count} requests"]);
}
