using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

internal sealed class CreateToken
{
    private const string AccountAccess = "sso:account:access";
    private static readonly TimeSpan RefreshableLifetime = TimeSpan.FromSeconds(3600);
    private static readonly TimeSpan LegacyLifetime = TimeSpan.FromHours(8);

    private readonly FakeOptions _options;
    private readonly Store _store;
    private readonly DeviceGrant _deviceGrant;

    public CreateToken(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
        _deviceGrant = new DeviceGrant(options, store);
    }

    public Reply Handle(IncomingRequest request)
    {
        var body = JsonBody.Read(request);
        var clientId = body.Required("clientId");
        var clientSecret = body.Required("clientSecret");
        var grantType = body.Required("grantType");
        body.OptionalList("scope");

        var client = ClientAuthentication.Check(_store, clientId, clientSecret);
        if (!GrantTypes.Public.Contains(grantType))
            throw new ServiceException(ErrorKind.UnsupportedGrantType, "Unsupported grant type");
        ClientAuthentication.Allow(client, grantType);

        switch (grantType)
        {
            case GrantTypes.DeviceCode:
                _deviceGrant.Poll(body, client);
                return Issue(client, _store.NewSignIn());
            case GrantTypes.AuthorizationCode:
                CodeGrant.Redeem(_store, body, client.Id);
                return Issue(client, _store.NewSignIn());
            default:
                return Issue(client, RefreshGrant.Redeem(_store, body, client.Id).SignIn);
        }
    }

    private Reply Issue(ClientRegistration client, SignIn signIn)
    {
        // The token always has every registered scope, whatever the request asks for.
        var grant = new Grant(signIn, client.Id, client.Scopes, ForPortal: true);
        var scoped = client.Scopes.Contains(AccountAccess);
        var refreshable = scoped && (client.GrantTypes ?? GrantTypes.Default).Contains(GrantTypes.RefreshToken);
        var lifetime = _options.TokenLifetime ?? (scoped ? RefreshableLifetime : LegacyLifetime);
        var accessToken = _store.NewAccessToken(grant, lifetime);
        var refreshToken = refreshable ? _store.NewRefreshToken(grant) : null;
        return Reply.Json(json =>
        {
            json.WriteString("accessToken", accessToken);
            json.WriteNull("aws_sso_app_session_id");
            json.WriteNumber("expiresIn", (int)lifetime.TotalSeconds);
            json.WriteNull("idToken");
            json.WriteNull("issuedTokenType");
            json.WriteNull("originSessionId");
            json.WriteString("refreshToken", refreshToken);
            json.WriteString("tokenType", "Bearer");
        });
    }
}
