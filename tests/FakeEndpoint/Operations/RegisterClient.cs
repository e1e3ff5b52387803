using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

internal sealed class RegisterClient
{
    private readonly FakeOptions _options;
    private readonly Store _store;

    public RegisterClient(FakeOptions options, Store store)
    {
        _options = options;
        _store = store;
    }

    public Reply Handle(IncomingRequest request)
    {
        var body = JsonBody.Read(request);
        var name = body.Required("clientName");
        var type = body.Required("clientType");
        var scopes = body.OptionalList("scopes") ?? [];
        var redirectUris = body.OptionalList("redirectUris") ?? [];
        var grantTypes = body.OptionalList("grantTypes");
        var issuer = body.Optional("issuerUrl");
        var application = body.Optional("entitledApplicationArn");

        if (type != "public")
            throw new ServiceException(ErrorKind.InvalidClientMetadata, "clientType must be public");
        if (scopes.FirstOrDefault(scope => !_options.Scopes.Contains(scope)) is not null)
            throw new ServiceException(ErrorKind.InvalidScope, "Invalid scopes were provided");
        if (grantTypes is { Count: > 0 } && grantTypes.Any(grant => !GrantTypes.Public.Contains(grant)))
            throw new ServiceException(ErrorKind.UnsupportedGrantType, "Unsupported grant type");
        if (!redirectUris.All(RedirectUris.IsRegistrable))
            throw new ServiceException(ErrorKind.InvalidRedirectUri, "Invalid redirect URI provided");
        if (issuer is not null && !Urls.IsHttp(issuer))
            throw new ServiceException(ErrorKind.InvalidRequest, "Invalid issuerUrl");
        if (application is not null && !ApplicationArn.IsValid(application))
            throw new ServiceException(ErrorKind.InvalidRequest, "Invalid entitledApplicationArn");

        var now = _store.Now;
        var client = new ClientRegistration(
            Secrets.Base64Url(Guid.NewGuid().ToByteArray()) + _options.Region,
            _store.Secrets.New("clientSecret", bytes: 64),
            name,
            now + _options.RegistrationLifetime,
            scopes,
            grantTypes is { Count: > 0 } ? grantTypes : null,
            redirectUris);
        _store.Clients.Add(client.Id, client);

        return Reply.Json(json =>
        {
            json.WriteNull("authorizationEndpoint");
            json.WriteString("clientId", client.Id);
            json.WriteNumber("clientIdIssuedAt", now.ToUnixTimeSeconds());
            json.WriteString("clientSecret", client.Secret);
            json.WriteNumber("clientSecretExpiresAt", client.ExpiresAt.ToUnixTimeSeconds());
            json.WriteNull("tokenEndpoint");
        });
    }
}
