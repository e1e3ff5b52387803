using System.Text;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

internal sealed class CreateTokenWithIam
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    private const string IdentityContext = "sts:identity_context";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3600);
    private static readonly IReadOnlyList<string> DefaultScopes = ["openid", "aws", IdentityContext];

    private readonly FakeOptions _options;
    private readonly Store _store;
    private readonly FrontEnd _frontEnd;
    private readonly Func<string> _baseUrl;

    public CreateTokenWithIam(FakeOptions options, Store store, Func<string> baseUrl)
    {
        _options = options;
        _store = store;
        _frontEnd = new FrontEnd(options, baseUrl);
        _baseUrl = baseUrl;
    }

    public Reply Handle(IncomingRequest request)
    {
        _frontEnd.Authenticate(request);
        var body = JsonBody.Read(request);
        var clientId = body.Required("clientId");
        var grantType = body.Required("grantType");
        var asked = body.OptionalList("scope");
        if (!ApplicationArn.IsValid(clientId))
            throw new ServiceException(ErrorKind.InvalidClient, "clientId must be the ARN of an application");
        if (asked is not null && asked.Any(scope => !_options.Scopes.Contains(scope)))
            throw new ServiceException(ErrorKind.InvalidScope, "Invalid scope provided");

        var scopes = asked is { Count: > 0 } ? asked : DefaultScopes;
        switch (grantType)
        {
            case GrantTypes.AuthorizationCode:
                CodeGrant.Redeem(_store, body, clientId);
                return Issue(new Grant(_store.NewSignIn(), clientId, scopes, ForPortal: false), refresh: true, AccessTokenType);
            case GrantTypes.RefreshToken:
                var previous = RefreshGrant.Redeem(_store, body, clientId, asked);
                return Issue(asked is { Count: > 0 } ? previous with { Scopes = asked } : previous, refresh: true, AccessTokenType);
            case GrantTypes.JwtBearer:
                RedeemAssertion(body);
                return Issue(new Grant(_store.NewSignIn(), clientId, scopes, ForPortal: false), refresh: true, AccessTokenType);
            case GrantTypes.TokenExchange:
                var (subject, type) = RedeemSubject(body);
                return Issue(new Grant(subject.Grant.SignIn, clientId, scopes, ForPortal: false), type == RefreshTokenType, type);
            default:
                throw new ServiceException(ErrorKind.UnsupportedGrantType, "Unsupported grant type");
        }
    }

    private void RedeemAssertion(JsonBody body)
    {
        var assertion = body.Required("assertion");
        if (!Jwt.LooksValid(assertion))
            throw new ServiceException(ErrorKind.InvalidRequest, "The assertion is not a JSON web token");
        if (!_store.UsedAssertions.Add(assertion))
            throw new ServiceException(ErrorKind.InvalidGrant, "The assertion was used before");
    }

    private (AccessToken Subject, string Type) RedeemSubject(JsonBody body)
    {
        var token = body.Required("subjectToken");
        var tokenType = body.Required("subjectTokenType");
        var requested = body.Required("requestedTokenType");
        if (tokenType != AccessTokenType)
            throw new ServiceException(ErrorKind.InvalidRequest, "Unsupported subjectTokenType");
        if (requested is not (AccessTokenType or RefreshTokenType))
            throw new ServiceException(ErrorKind.InvalidRequest, "Unsupported requestedTokenType");
        var subject = _store.LiveAccessToken(token) ?? throw new ServiceException(ErrorKind.InvalidGrant, "Invalid subject token provided");
        return (subject, requested);
    }

    private Reply Issue(Grant grant, bool refresh, string issuedTokenType)
    {
        var lifetime = _options.TokenLifetime ?? Lifetime;
        var accessToken = _store.NewAccessToken(grant, lifetime);
        var refreshToken = refresh ? _store.NewRefreshToken(grant) : null;
        var identityContext = grant.Scopes.Contains(IdentityContext) ? _store.Secrets.New("identityContext", "fic", 48) : null;
        var idToken = grant.Scopes.Contains("openid") ? NewIdToken(grant, lifetime, identityContext) : null;
        return Reply.Json(json =>
        {
            json.WriteString("accessToken", accessToken);
            json.WriteStartObject("awsAdditionalDetails");
            json.WriteString("identityContext", identityContext);
            json.WriteEndObject();
            json.WriteNull("aws_sso_app_session_id");
            json.WriteNumber("expiresIn", (int)lifetime.TotalSeconds);
            json.WriteString("idToken", idToken);
            json.WriteString("issuedTokenType", issuedTokenType);
            json.WriteNull("originSessionId");
            json.WriteString("refreshToken", refreshToken);
            json.WriteStartArray("scope");
            foreach (var scope in grant.Scopes)
                json.WriteStringValue(scope);
            json.WriteEndArray();
            json.WriteString("tokenType", "Bearer");
        });
    }

    private string NewIdToken(Grant grant, TimeSpan lifetime, string? identityContext)
    {
        var payload = Reply.Json(json =>
        {
            json.WriteString("iss", _baseUrl());
            json.WriteString("sub", "fake-user");
            json.WriteString("aud", grant.ClientId);
            json.WriteNumber("iat", _store.Now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (_store.Now + lifetime).ToUnixTimeSeconds());
            if (identityContext is not null)
                json.WriteString(IdentityContext, identityContext);
        }).Body;
        var header = Encoding.ASCII.GetBytes("""{"typ":"JWT","alg":"RS384"}""");
        return _store.Secrets.New("idToken", $"{Secrets.Base64Url(header)}.{Secrets.Base64Url(payload)}.", 96);
    }
}
