using SsoOidc.Cache;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>Registers the client of a login, or takes the registration that the cache has.</summary>
internal sealed class ClientRegistrar
{
    /// <summary>Registered without a port; RFC 8252 section 7.3 lets the login use any.</summary>
    public const string RedirectUri = "http://127.0.0.1" + LoopbackRules.CallbackPath;

    // The life that the service's documentation gives; the answer has always carried it.
    private static readonly TimeSpan UsualLife = TimeSpan.FromDays(90);

    private static readonly string[] PkceGrants = [SsoOidc.GrantTypes.AuthorizationCode, SsoOidc.GrantTypes.RefreshToken];
    private static readonly string[] RedirectUris = [RedirectUri];

    private readonly TokenCache _cache;

    public ClientRegistrar(TokenCache cache) => _cache = cache;

    /// <summary>The registration, and whether it was made before this call.</summary>
    public async Task<(CachedRegistration Registration, bool IsReused)> GetAsync(LoginRun run, bool anew, CancellationToken cancellationToken)
    {
        var key = KeyOf(run);
        if (!anew && _cache.ReadRegistration(key) is { } cached && cached.ClientId != run.RefusedClientId)
            return (cached, true);

        var response = await run.Client.RegisterClientAsync(RequestOf(run, key), cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(response.ClientId) || string.IsNullOrEmpty(response.ClientSecret))
            throw new SsoOidcResponseException("The service registered the client without a clientId or clientSecret. Check the endpoint.") { Metadata = response.Metadata };

        var registration = new CachedRegistration
        {
            ClientId = response.ClientId!,
            ClientSecret = response.ClientSecret!,
            ExpiresAt = response.ExpiresAt ?? run.Time.GetUtcNow() + UsualLife,
            Scopes = key.Scopes,
            GrantTypes = key.GrantTypes,
        };
        // Not saved is not wrong: the next login registers again.
        await _cache.SaveRegistrationAsync(key, registration).ConfigureAwait(false);
        return (registration, false);
    }

    /// <summary>Makes sure that the next login registers again.</summary>
    public void Forget(LoginRun run) => _cache.DeleteRegistration(KeyOf(run));

    private static RegistrationKey KeyOf(LoginRun run) => new()
    {
        SessionName = run.Target.SessionName,
        StartUrl = run.Target.StartUrl,
        Region = run.Target.Region,
        ConfiguredScopes = run.Target.ConfiguredScopes,
        Scopes = run.Target.Scopes,
        GrantTypes = run.Choice.Flow == LoginFlowKind.Pkce ? PkceGrants : [],
        Endpoint = run.Client.Endpoint,
    };

    // As the AWS CLI registers: a device client names neither grants nor issuer.
    private static RegisterClientRequest RequestOf(LoginRun run, RegistrationKey key)
    {
        var request = new RegisterClientRequest
        {
            ClientName = "SsoOidc-" + (run.Target.SessionName ?? "PowerShell"),
            ClientType = "public",
            Scopes = key.Scopes,
        };
        return run.Choice.Flow == LoginFlowKind.Pkce
            ? request with { GrantTypes = PkceGrants, RedirectUris = RedirectUris, IssuerUrl = run.Target.StartUrl }
            : request;
    }
}
