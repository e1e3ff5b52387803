using System.Globalization;
using Amazon.SSO.Model;
using Amazon.SSOOIDC;
using Amazon.SSOOIDC.Model;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

/// <summary>The official .NET clients take the fake for the service.</summary>
public sealed class OfficialSdkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_in_with_a_device_code_refreshes_uses_the_portal_and_logs_out()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { PendingPolls = 1, EnforceInterval = false }, Token);
        using var oidc = Sdk.Oidc(server);
        using var portal = Sdk.Portal(server);

        var client = await oidc.RegisterClientAsync(
            new RegisterClientRequest { ClientName = "sdk é", ClientType = "public", Scopes = ["sso:account:access"] }, Token);
        var device = await oidc.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest
            {
                ClientId = client.ClientId,
                ClientSecret = client.ClientSecret,
                StartUrl = "https://d-1.awsapps.com/start",
            },
            Token);
        var request = new CreateTokenRequest
        {
            ClientId = client.ClientId,
            ClientSecret = client.ClientSecret,
            GrantType = Caller.DeviceCode,
            DeviceCode = device.DeviceCode,
        };
        var pending = await Assert.ThrowsAsync<AuthorizationPendingException>(() => oidc.CreateTokenAsync(request, Token));
        var token = await oidc.CreateTokenAsync(request, Token);
        var refreshed = await oidc.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = client.ClientId,
                ClientSecret = client.ClientSecret,
                GrantType = "refresh_token",
                RefreshToken = token.RefreshToken,
            },
            Token);

        var accounts = await portal.ListAccountsAsync(
            new ListAccountsRequest { AccessToken = refreshed.AccessToken, MaxResults = 1 }, Token);
        var account = Assert.Single(accounts.AccountList);
        var roles = await portal.ListAccountRolesAsync(
            new ListAccountRolesRequest { AccessToken = token.AccessToken, AccountId = account.AccountId }, Token);
        var credentials = await portal.GetRoleCredentialsAsync(
            new GetRoleCredentialsRequest
            {
                AccessToken = token.AccessToken,
                AccountId = account.AccountId,
                RoleName = roles.RoleList[0].RoleName,
            },
            Token);
        await portal.LogoutAsync(new LogoutRequest { AccessToken = token.AccessToken }, Token);
        var ended = await Assert.ThrowsAsync<Amazon.SSO.Model.UnauthorizedException>(
            () => portal.ListAccountsAsync(new ListAccountsRequest { AccessToken = refreshed.AccessToken }, Token));

        Assert.Equal("authorization_pending", pending.Error);
        Assert.NotEqual(token.RefreshToken, refreshed.RefreshToken);
        Assert.Equal(3600, refreshed.ExpiresIn);
        Assert.NotNull(accounts.NextToken);
        Assert.True(DateTimeOffset.FromUnixTimeMilliseconds(credentials.RoleCredentials.Expiration!.Value) > DateTimeOffset.UtcNow);
        Assert.Equal("Session token not found or invalid", ended.Message);
        Assert.All(server.Journal, entry => Assert.False(entry.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task Buys_a_token_with_a_code_and_a_verifier()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var oidc = Sdk.Oidc(server);
        var client = await oidc.RegisterClientAsync(
            new RegisterClientRequest
            {
                ClientName = "sdk",
                ClientType = "public",
                GrantTypes = ["authorization_code", "refresh_token"],
                RedirectUris = ["http://127.0.0.1/oauth/callback"],
                Scopes = ["sso:account:access"],
                IssuerUrl = "https://d-1.awsapps.com/start",
            },
            Token);

        var code = Caller.Redirected(await caller.GetAsync(Caller.AuthorizeQuery(client.ClientId)))["code"];
        var token = await oidc.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = client.ClientId,
                ClientSecret = client.ClientSecret,
                GrantType = "authorization_code",
                Code = code,
                CodeVerifier = Caller.Verifier,
                RedirectUri = "http://127.0.0.1:49152/oauth/callback",
            },
            Token);

        Assert.StartsWith("aoa", token.AccessToken, StringComparison.Ordinal);
        Assert.StartsWith("aor", token.RefreshToken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(AccessDeniedException), 400, "access_denied")]
    [InlineData(typeof(AuthorizationPendingException), 400, "authorization_pending")]
    [InlineData(typeof(ExpiredTokenException), 400, "expired_token")]
    [InlineData(typeof(InternalServerException), 500, "server_error")]
    [InlineData(typeof(InvalidClientException), 401, "invalid_client")]
    [InlineData(typeof(InvalidClientMetadataException), 400, "invalid_client_metadata")]
    [InlineData(typeof(InvalidGrantException), 400, "invalid_grant")]
    [InlineData(typeof(InvalidRedirectUriException), 400, "invalid_redirect_uri")]
    [InlineData(typeof(Amazon.SSOOIDC.Model.InvalidRequestException), 400, "invalid_request")]
    [InlineData(typeof(InvalidRequestRegionException), 400, "invalid_request")]
    [InlineData(typeof(InvalidScopeException), 400, "invalid_scope")]
    [InlineData(typeof(SlowDownException), 400, "slow_down")]
    [InlineData(typeof(UnauthorizedClientException), 400, "unauthorized_client")]
    [InlineData(typeof(UnsupportedGrantTypeException), 400, "unsupported_grant_type")]
    public async Task Throws_each_modelled_error_as_its_type(Type type, int status, string error)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        var iam = type == typeof(InvalidRequestRegionException);
        var register = type == typeof(InvalidRedirectUriException) || type == typeof(InvalidClientMetadataException);
        using var oidc = iam ? Sdk.Signed(server) : Sdk.Oidc(server);
        server.AddFault(new Fault
        {
            Kind = FaultKind.Error,
            Error = type.Name,
            Description = "told in advance",
            Reason = "KMS_DisabledException",
            Endpoint = "https://oidc.eu-west-1.amazonaws.com",
            Region = "eu-west-1",
        });

        var thrown = (AmazonSSOOIDCException)await Assert.ThrowsAsync(type, () =>
            iam ? oidc.CreateTokenWithIAMAsync(new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = "refresh_token" }, Token)
            : register ? oidc.RegisterClientAsync(new RegisterClientRequest { ClientName = "x", ClientType = "public" }, Token)
            : (Task)oidc.CreateTokenAsync(new CreateTokenRequest { ClientId = "x", ClientSecret = "x", GrantType = "x" }, Token));

        Assert.Equal(status, (int)thrown.StatusCode);
        Assert.Equal(error, type.GetProperty("Error")!.GetValue(thrown));
        Assert.Equal("told in advance", type.GetProperty("Error_description")!.GetValue(thrown));
        Assert.True(Guid.TryParse(thrown.RequestId, CultureInfo.InvariantCulture, out _));
        if (thrown is InvalidRequestRegionException region)
            Assert.Equal(("https://oidc.eu-west-1.amazonaws.com", "eu-west-1"), (region.Endpoint, region.Region));
        Assert.Equal(type.Name, Assert.Single(server.Journal).Error);
    }
}
