using SsoOidc.Cache;

namespace SsoOidc.Login.Flows;

/// <summary>Registers the client of a login, or takes the registration that the cache has.</summary>
internal sealed class ClientRegistrar
{
    // The life that the service's documentation gives; the answer has always carried it.
    private static readonly TimeSpan UsualLife = TimeSpan.FromDays(90);

    private readonly TokenCache _cache;

    public ClientRegistrar(TokenCache cache) => _cache = cache;

    /// <summary>The registration, and whether it was made before this call.</summary>
    public async Task<(CachedRegistration Registration, bool IsReused)> GetAsync(LoginRun run, bool anew, CancellationToken cancellationToken)
    {
        var request = run.Choice.Flow.RegistrationRequest(run.Target);
        var key = KeyOf(run, request);
        if (!anew && _cache.ReadRegistration(key) is { } cached && cached.ClientId != run.RefusedClientId)
            return (cached, true);

        var response = await run.Client.RegisterClientAsync(request, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Makes sure that the next login does not use a registration again, whichever tool's file it came from.</summary>
    public void Forget(LoginRun run, string clientId) => _cache.DeleteRegistration(KeyOf(run, run.Choice.Flow.RegistrationRequest(run.Target)), clientId);

    private static RegistrationKey KeyOf(LoginRun run, RegisterClientRequest request) => new()
    {
        SessionName = run.Target.SessionName,
        StartUrl = run.Target.StartUrl,
        Region = run.Target.Region,
        ConfiguredScopes = run.Target.ConfiguredScopes,
        Scopes = run.Target.Scopes,
        GrantTypes = request.GrantTypes ?? [],
        Endpoint = run.Client.Endpoint,
    };
}
