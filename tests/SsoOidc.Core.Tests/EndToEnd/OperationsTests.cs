using System.Net;
using System.Text;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Tests.EndToEnd;

/// <summary>The operations and grants as they are meant to be used.</summary>
public sealed class OperationsTests : FakeService
{
    [Fact]
    public async Task A_whole_device_login_with_pending_and_slow_down()
    {
        await StartAsync(new FakeOptions { PendingPolls = 2, Interval = TimeSpan.FromSeconds(3) });
        Server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "SlowDownException", Skip = 1 });

        var registration = await ServiceClient.RegisterClientAsync(new RegisterClientRequest { ClientName = "tests ü", ClientType = "public", Scopes = [Scope] }, A.Ct);
        var device = await ServiceClient.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" }, A.Ct);
        var token = await ServiceClient.PollForTokenAsync(
            TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, device.Interval, device.ExpiresAt, cancellationToken: A.Ct);

        Assert.Equal(InstantClock.Now.AddDays(90), registration.ExpiresAt);
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", device.UserCode);
        Assert.Equal(InstantClock.Now.AddSeconds(600), device.ExpiresAt);
        Assert.Equal("Bearer", token.TokenType);
        Assert.Equal(Clock.GetUtcNow().AddSeconds(3600), token.ExpiresAt);
        Assert.NotNull(token.RefreshToken);
        Assert.NotNull(token.Metadata.RequestId);
        Assert.Equal([3, 3, 8, 8], Clock.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(
            ["AuthorizationPendingException", "SlowDownException", "AuthorizationPendingException", null],
            Server.Journal.Where(e => e.Operation == "CreateToken").Select(e => e.Error));
    }

    [Fact]
    public async Task A_denied_login_ends_in_the_typed_error()
    {
        await StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        var registration = await RegisterAsync();
        var device = await StartDeviceAsync(registration);
        Assert.True(Server.Deny(device.UserCode!));

        var error = await Assert.ThrowsAsync<AccessDeniedException>(() => ServiceClient.PollForTokenAsync(
            TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, device.Interval, device.ExpiresAt, cancellationToken: A.Ct));

        Assert.Equal("access_denied", error.Error);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task An_authorization_code_with_its_verifier_buys_a_token_once()
    {
        const string redirect = "http://127.0.0.1:49152/oauth/callback";
        var registration = await ServiceClient.RegisterClientAsync(
            new RegisterClientRequest
            {
                ClientName = "n",
                ClientType = "public",
                Scopes = [Scope],
                RedirectUris = ["http://127.0.0.1/oauth/callback"],
                GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
                IssuerUrl = "https://d-1.awsapps.com/start",
            },
            A.Ct);
        var verifier = new string('v', 64);
        var code = await AuthorizeAsync(registration.ClientId!, redirect, verifier);
        var request = TokenRequest(registration, GrantTypes.AuthorizationCode) with { Code = code, RedirectUri = redirect, CodeVerifier = verifier };

        var token = await ServiceClient.CreateTokenAsync(request, A.Ct);
        var error = await Assert.ThrowsAsync<InvalidGrantException>(() => ServiceClient.CreateTokenAsync(request, A.Ct));

        Assert.NotNull(token.AccessToken);
        Assert.NotNull(token.RefreshToken);
        Assert.Equal("invalid_grant", error.Error);
    }

    [Fact]
    public async Task A_refresh_token_buys_the_next_token()
    {
        var (registration, token) = await LogInAsync();

        var next = await ServiceClient.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct);

        Assert.NotEqual(token.AccessToken, next.AccessToken);
        Assert.NotNull(next.RefreshToken);
    }

    [Fact]
    public async Task A_signed_token_exchange_is_accepted_under_a_base_path_too()
    {
        await StartAsync(new FakeOptions { BasePath = "/base/path-1" });
        var (_, token) = await LogInAsync();

        var exchanged = await ServiceClient.CreateTokenWithIAMAsync(Exchange(token), A.Ct);

        Assert.NotNull(exchanged.AccessToken);
        Assert.NotNull(exchanged.IdToken);
        Assert.NotNull(exchanged.AwsAdditionalDetails?.IdentityContext);
        Assert.Equal(TokenTypes.AccessToken, exchanged.IssuedTokenType);
        Assert.Equal(["openid", "aws", "sts:identity_context"], exchanged.Scope);
        Assert.All(Server.Journal.Where(e => e.Operation != "CreateTokenWithIAM"), e => Assert.DoesNotContain("Authorization", e.Headers.Keys));
    }

    [Fact]
    public async Task Temporary_credentials_are_accepted_and_expired_ones_are_not_the_device_codes_error()
    {
        await StartAsync(new FakeOptions { SessionToken = "FwoGZXIvYXdzEBYaDH//+==", SessionTokenExpiresAt = InstantClock.Now.AddHours(1) });
        var (_, token) = await LogInAsync();

        Assert.NotNull((await ServiceClient.CreateTokenWithIAMAsync(Exchange(token), A.Ct)).AccessToken);
        Clock.Advance(TimeSpan.FromHours(2));
        var error = await Assert.ThrowsAsync<SsoOidcException>(() => ServiceClient.CreateTokenWithIAMAsync(Exchange(token), A.Ct));

        Assert.Equal("ExpiredTokenException", error.Code);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_by_the_front_end()
    {
        using var client = Client(Server, new AwsCredentials(Server.Options.AccessKey, "wrong"));

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(Exchange(null), A.Ct));

        Assert.Equal("InvalidSignatureException", error.Code);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Equal(1, error.Metadata.Attempts);
    }

    [Fact]
    public async Task The_wrong_region_is_told_with_the_right_one()
    {
        using var client = Client(Server, region: "eu-central-1");

        var error = await Assert.ThrowsAsync<InvalidRequestRegionException>(() => client.CreateTokenWithIAMAsync(Exchange(null), A.Ct));

        Assert.Equal("us-east-1", error.Region);
        Assert.Equal(Server.Url.AbsoluteUri.TrimEnd('/'), error.Endpoint);
    }

    [Fact]
    public async Task Nothing_that_a_login_prints_or_reports_holds_a_secret()
    {
        var printed = new StringBuilder();
        using var client = Client(Server, report: summary => printed.AppendLine(summary.ToString()));
        var registration = await client.RegisterClientAsync(A.Registration with { Scopes = [Scope] }, A.Ct);
        var deviceRequest = new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" };
        var device = await client.StartDeviceAuthorizationAsync(deviceRequest, A.Ct);
        var tokenRequest = TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode };
        var token = await client.PollForTokenAsync(tokenRequest, device.Interval, device.ExpiresAt, cancellationToken: A.Ct);
        var exchange = Exchange(token);
        var exchanged = await client.CreateTokenWithIAMAsync(exchange, A.Ct);
        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.CreateTokenAsync(tokenRequest, A.Ct));

        foreach (var thing in (object[])[registration, deviceRequest, device, tokenRequest, token, exchange, exchanged, error, client.Options])
            printed.AppendLine(thing.ToString());

        Assert.NotEmpty(Server.SecretsIn(token.AccessToken!));
        Assert.Equal(5, printed.ToString().Split("POST ").Length - 1);
        Assert.Empty(Server.SecretsIn(printed.ToString()));
    }
}
