using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.SSOOIDC;
using Amazon.SSOOIDC.Model;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class CreateTokenWithIamTests
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_assertion_buys_tokens_and_an_identity_context_once()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var oidc = Sdk.Signed(server);
        var request = new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = JwtBearer, Assertion = Sdk.Jwt("jane") };

        var token = await oidc.CreateTokenWithIAMAsync(request, Token);
        var replay = await Assert.ThrowsAsync<InvalidGrantException>(() => oidc.CreateTokenWithIAMAsync(request, Token));

        Assert.Equal(["openid", "aws", "sts:identity_context"], token.Scope);
        Assert.Equal(AccessTokenType, token.IssuedTokenType);
        Assert.Equal("Bearer", token.TokenType);
        Assert.Equal(3600, token.ExpiresIn);
        var payload = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.IdToken.Split('.')[1])).RootElement;
        Assert.Equal(token.AwsAdditionalDetails.IdentityContext, payload.GetProperty("sts:identity_context").GetString());
        Assert.Equal(Sdk.Arn, payload.GetProperty("aud").GetString());
        Assert.Equal("The assertion was used before", replay.Error_description);
    }

    [Fact]
    public async Task Refreshes_and_narrows_scopes()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var oidc = Sdk.Signed(server);
        var first = await oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest
            {
                ClientId = Sdk.Arn,
                GrantType = JwtBearer,
                Assertion = Sdk.Jwt("a"),
                Scope = ["openid", "aws"],
            },
            Token);

        await Assert.ThrowsAsync<InvalidScopeException>(() => RefreshAsync(first.RefreshToken, ["sts:identity_context"]));
        await Assert.ThrowsAsync<InvalidScopeException>(() => RefreshAsync(first.RefreshToken, ["no:such"]));
        var second = await RefreshAsync(first.RefreshToken, ["openid"]);
        await Assert.ThrowsAsync<InvalidGrantException>(() => RefreshAsync(first.RefreshToken, null));

        Assert.Equal(["openid", "aws"], first.Scope);
        Assert.Null(first.AwsAdditionalDetails.IdentityContext);
        Assert.Equal(["openid"], second.Scope);

        Task<CreateTokenWithIAMResponse> RefreshAsync(string refreshToken, List<string>? scope) => oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = "refresh_token", RefreshToken = refreshToken, Scope = scope },
            Token);
    }

    [Fact]
    public async Task Exchanges_a_token_that_this_server_issued()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var oidc = Sdk.Signed(server);
        var subject = (await caller.LogInAsync(await caller.RegisterScopedAsync())).String("accessToken");

        var access = await ExchangeAsync(subject, AccessTokenType, AccessTokenType);
        var refresh = await ExchangeAsync(subject, AccessTokenType, RefreshTokenType);
        await Assert.ThrowsAsync<InvalidGrantException>(() => ExchangeAsync("foreign", AccessTokenType, AccessTokenType));
        await Assert.ThrowsAsync<InvalidRequestException>(() => ExchangeAsync(subject, RefreshTokenType, AccessTokenType));
        await Assert.ThrowsAsync<InvalidRequestException>(() => ExchangeAsync(subject, AccessTokenType, AccessTokenType + "x"));
        await Assert.ThrowsAsync<InvalidRequestException>(() => ExchangeAsync(subject, null, AccessTokenType));

        Assert.Equal((AccessTokenType, null), (access.IssuedTokenType, access.RefreshToken));
        Assert.Equal(RefreshTokenType, refresh.IssuedTokenType);
        Assert.NotNull(refresh.RefreshToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/assignment/accounts", access.AccessToken)).Status);

        Task<CreateTokenWithIAMResponse> ExchangeAsync(string token, string? type, string requested) => oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest
            {
                ClientId = Sdk.Arn,
                GrantType = TokenExchange,
                SubjectToken = token,
                SubjectTokenType = type,
                RequestedTokenType = requested,
            },
            Token);
    }

    [Fact]
    public async Task A_code_of_an_application_buys_a_token()
    {
        const string Redirect = "http://127.0.0.1:5000/cb";
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var oidc = Sdk.Signed(server);
        var code = Caller.Redirected(await caller.GetAsync(Caller.AuthorizeQuery(Sdk.Arn, Redirect, scopes: "openid")))["code"];

        var token = await oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest
            {
                ClientId = Sdk.Arn,
                GrantType = "authorization_code",
                Code = code,
                RedirectUri = Redirect,
                CodeVerifier = Caller.Verifier,
            },
            Token);

        Assert.NotEmpty(token.AccessToken);
    }

    [Theory]
    [InlineData("not-an-arn")]
    [InlineData("arn:aws:sso::123:application/ssoins-1/apl-2")]
    [InlineData("arn:aws:sso::123456789012:application/ssoins-1")]
    [InlineData("arn:aws:iam::123456789012:application/ssoins-1/apl-2")]
    [InlineData("arn:aws:sso::123456789012:application/ssoins-/apl-2")]
    public async Task The_client_is_the_arn_of_an_application(string clientId)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var oidc = Sdk.Signed(server);
        var request = new CreateTokenWithIAMRequest { ClientId = clientId, GrantType = JwtBearer, Assertion = Sdk.Jwt("a") };

        await Assert.ThrowsAsync<InvalidClientException>(() => oidc.CreateTokenWithIAMAsync(request, Token));
    }

    [Theory]
    [InlineData("password", null, typeof(UnsupportedGrantTypeException))]
    [InlineData(Caller.DeviceCode, null, typeof(UnsupportedGrantTypeException))]
    [InlineData(JwtBearer, null, typeof(InvalidRequestException))]
    [InlineData(JwtBearer, "a.b", typeof(InvalidRequestException))]
    [InlineData(JwtBearer, "YQ.YQ.YQ", typeof(InvalidRequestException))]
    public async Task Refuses_bad_grants(string grantType, string? assertion, Type type)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var oidc = Sdk.Signed(server);

        await Assert.ThrowsAsync(type, () => oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = grantType, Assertion = assertion }, Token));
    }

    [Fact]
    public async Task Another_region_is_told_the_right_one()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Region = "eu-central-1" }, Token);
        using var oidc = Sdk.Signed(server, region: "us-west-2");

        var thrown = await Assert.ThrowsAsync<InvalidRequestRegionException>(() => oidc.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = JwtBearer, Assertion = Sdk.Jwt("a") }, Token));

        Assert.Equal(("eu-central-1", server.Url.AbsoluteUri.TrimEnd('/')), (thrown.Region, thrown.Endpoint));
    }

    [Theory]
    [InlineData("right", "right", "token", 0, null)]
    [InlineData("right", "right", "token", 301, "InvalidSignatureException")]
    [InlineData("right", "right", "token", -301, "InvalidSignatureException")]
    [InlineData("right", "wrong", "token", 0, "InvalidSignatureException")]
    [InlineData("wrong", "right", "token", 0, "UnrecognizedClientException")]
    [InlineData("right", "right", null, 0, "UnrecognizedClientException")]
    [InlineData("right", "right", "other", 0, "UnrecognizedClientException")]
    [InlineData("right", "right", "token", 200, "ExpiredTokenException")]
    public async Task Wrong_signatures_are_refused_with_403_and_only_a_message(
        string accessKey, string secretKey, string? sessionToken, int clockAheadSeconds, string? code)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddSeconds(clockAheadSeconds));
        await using var server = await FakeServer.StartAsync(
            new FakeOptions
            {
                AccessKey = "right",
                SecretKey = "right",
                SessionToken = "token",
                SessionTokenExpiresAt = clockAheadSeconds == 200 ? time.GetUtcNow() : null,
                TimeProvider = time,
            },
            Token);
        using var oidc = Sdk.Oidc(server, Sdk.Credentials(accessKey, secretKey, sessionToken));
        var request = new CreateTokenWithIAMRequest { ClientId = Sdk.Arn, GrantType = JwtBearer, Assertion = Sdk.Jwt("a") };

        var thrown = await Record.ExceptionAsync(() => oidc.CreateTokenWithIAMAsync(request, Token)) as AmazonSSOOIDCException;

        Assert.Equal(code, thrown?.ErrorCode);
        Assert.Equal(code is null ? 200 : 403, server.Journal[^1].Status);
    }

    [Theory]
    [InlineData(null, "MissingAuthenticationTokenException")]
    [InlineData("Bearer x", "IncompleteSignatureException")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/x/aws4_request, SignedHeaders=host", "IncompleteSignatureException")]
    public async Task Requests_that_are_not_signed_never_reach_the_service(string? authorization, string name)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "token?aws_iam=t"))
        {
            Content = new StringContent("not json", Encoding.UTF8, "application/json"),
        };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var answer = await caller.SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, name), (answer.Status, answer.ErrorType));
        Assert.Equal(["message"], answer.Json.EnumerateObject().Select(m => m.Name));
    }
}
