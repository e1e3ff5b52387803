using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class NewTokenTests
{
    private const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    [Fact]
    public async Task A_piped_device_is_redeemed()
    {
        await using var session = await Session.StartAsync();
        var device = await session.GivenDeviceAsync();
        var before = DateTimeOffset.UtcNow;

        var token = (await session.RunAsync("$device | New-SSOOIDCToken")).Single();

        Assert.Equal(3600, token.Get("ExpiresIn"));
        Assert.InRange(Assert.IsType<DateTimeOffset>(token.Get("ExpiresAt")), before.AddSeconds(3600), DateTimeOffset.UtcNow.AddSeconds(3600));
        Assert.Equal(device.Get("ClientId"), token.Get("ClientId"));
        Assert.Equal(device.Get("ClientSecret"), token.Get("ClientSecret"));
        var body = session.Journal[^1].Body;
        Assert.Equal(["clientId", "clientSecret", "grantType", "deviceCode"], body.Keys);
        Assert.Equal(DeviceCode, body["grantType"]);
        Assert.Equal(JournalEntry.Mask(device.Text("DeviceCode")), body["deviceCode"]);
    }

    [Theory]
    [InlineData("-DeviceCode x", DeviceCode)]
    [InlineData("-Code x -RedirectUri http://127.0.0.1:1/oauth/callback -CodeVerifier y", "authorization_code")]
    [InlineData("-RefreshToken x", "refresh_token")]
    [InlineData("-GrantType device_code -DeviceCode x", DeviceCode)]
    [InlineData("-GrantType urn:ietf:params:oauth:grant-type:device_code -DeviceCode x", DeviceCode)]
    [InlineData("-GrantType refresh_token -RefreshToken x", "refresh_token")]
    [InlineData("-GrantType something-new -RefreshToken x", "something-new")]
    [InlineData("-GrantType something-new", "something-new")]
    public async Task The_grant_is_known_from_what_is_given(string arguments, string grantType)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("New-SSOOIDCToken id -ClientSecret s -EndpointUrl $url " + arguments);

        Assert.Equal("InvalidClientException,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(grantType, Assert.Single(session.Journal).Body["grantType"]);
    }

    [Fact]
    public async Task Every_parameter_becomes_its_member()
    {
        await using var session = await Session.StartAsync();

        await session.RunAsync("""
            New-SSOOIDCToken id -ClientSecret s -Code the-authorization-code -CodeVerifier the-code-verifier `
                -RedirectUri http://127.0.0.1:1/oauth/callback -Scope a, b -EndpointUrl $url
            """);

        var body = Assert.Single(session.Journal).Body;
        Assert.Equal(["clientId", "clientSecret", "grantType", "code", "scope", "redirectUri", "codeVerifier"], body.Keys);
        Assert.Equal("""["a","b"]""", body["scope"]);
        Assert.Equal(JournalEntry.Mask("the-authorization-code"), body["code"]);
        Assert.Equal(JournalEntry.Mask("the-code-verifier"), body["codeVerifier"]);
    }

    [Theory]
    [InlineData("", "There is nothing to get a token for: give one of -DeviceCode, -Code, -RefreshToken.")]
    [InlineData("-DeviceCode x -RefreshToken y", "-DeviceCode, -RefreshToken belong to different grants: give one of them, or pipe only the object of the grant you mean.")]
    [InlineData("-DeviceCode x -Code z -RefreshToken y", "-DeviceCode, -Code, -RefreshToken belong to different grants: give one of them, or pipe only the object of the grant you mean.")]
    [InlineData("-GrantType device_code", "-GrantType device_code needs -DeviceCode.")]
    [InlineData("-GrantType authorization_code -RefreshToken x", "-GrantType authorization_code needs -Code.")]
    [InlineData("-GrantType refresh_token -RefreshToken x -Code y", "-GrantType refresh_token goes with -RefreshToken alone; -Code, -RefreshToken were given.")]
    [InlineData("-Wait -RefreshToken x", "-Wait polls for a device code: give -DeviceCode, or pipe the output of Start-SSOOIDCDeviceAuthorization.")]
    [InlineData("-DeviceCode x -OpenBrowser -VerificationUri https://example.com", "-OpenBrowser goes with -Wait and an address: pipe the output of Start-SSOOIDCDeviceAuthorization, or give -VerificationUriComplete.")]
    [InlineData("-DeviceCode x -OpenBrowser -Wait", "-OpenBrowser goes with -Wait and an address: pipe the output of Start-SSOOIDCDeviceAuthorization, or give -VerificationUriComplete.")]
    [InlineData("-Wait -Code x", "-Wait polls for a device code: give -DeviceCode, or pipe the output of Start-SSOOIDCDeviceAuthorization.")]
    public async Task What_contradicts_itself_is_refused_before_the_network(string arguments, string message)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("New-SSOOIDCToken id -ClientSecret s -EndpointUrl $url " + arguments);

        Assert.Equal("InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.Error().CategoryInfo.Category);
        Assert.Equal(message, run.Error().Exception.Message);
        Assert.Equal("id", run.Error().TargetObject);
        Assert.Empty(run.Output);
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task A_token_without_a_refresh_token_cannot_be_refreshed_and_the_error_says_so()
    {
        await using var session = await Session.StartAsync();
        await session.RunAsync("""
            $token = Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken
            """);
        var requests = session.Journal.Count;

        var run = await session.RunAsync("$token | New-SSOOIDCToken");

        Assert.Equal("InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(requests, session.Journal.Count);
    }

    [Fact]
    public async Task Without_Wait_a_pending_login_is_an_error_to_catch_by_its_type()
    {
        await using var session = await Session.StartAsync(new FakeOptions { Approve = ApproveMode.Manual, EnforceInterval = false });
        var device = await session.GivenDeviceAsync();

        var caught = await session.RunAsync("""
            try { $device | New-SSOOIDCToken } catch [SsoOidc.AuthorizationPendingException] { "pending: $($_.Exception.Message)" }
            """);
        session.Server.Approve(device.Text("UserCode"));
        var token = (await session.RunAsync("$device | New-SSOOIDCToken")).Single();

        Assert.StartsWith("pending: Authorization is still pending\n", caught.Single().ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(token.Text("AccessToken"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"verificationUriComplete\": null")]
    [InlineData(", \"verificationUriComplete\": \"\"")]
    public async Task The_message_of_a_wait_names_the_page_when_there_is_none_with_the_code(string complete)
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault
        {
            Kind = FaultKind.Status,
            Operation = "StartDeviceAuthorization",
            Status = 200,
            Body = $$"""{"deviceCode":"d","userCode":"ABCD-EFGH","verificationUri":"https://example.awsapps.com/device","expiresIn":600,"interval":1{{complete}}}""",
        });
        session.Server.AddFault(new Fault { Kind = FaultKind.Status, Operation = "CreateToken", Status = 200, Body = """{"accessToken":"a"}""" });
        await session.GivenDeviceAsync();

        var run = await session.RunAsync("$device | New-SSOOIDCToken -Wait");

        run.Single();
        Assert.Contains("https://example.awsapps.com/device", Assert.Single(run.Information).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/device' -VerificationUriComplete 'javascript:alert(1)")]
    [InlineData("http://example.com/device")]
    [InlineData("file:///etc/passwd' -VerificationUriComplete '")]
    public async Task An_address_that_no_browser_should_get_is_a_warning_and_the_wait_goes_on(string address)
    {
        await using var session = await Session.StartAsync();
        await session.GivenDeviceAsync();

        var run = await session.RunAsync($"""
            New-SSOOIDCToken $device.ClientId -ClientSecret $device.ClientSecret -DeviceCode $device.DeviceCode -Interval 1 -EndpointUrl $url `
                -Wait -OpenBrowser -VerificationUri '{address}'
            """);

        Assert.NotEmpty(run.Single().Text("AccessToken"));
        Assert.Equal(["No browser was opened: its address is neither https nor on this machine. Do not open it."], run.Warnings);
    }
}
