using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>The refresh_token grant: a token is taken once, then a new one replaces it.</summary>
internal static class RefreshGrant
{
    public static Grant Redeem(Store store, JsonBody body, string clientId, IReadOnlyList<string>? scopes = null)
    {
        var value = body.Required("refreshToken");
        if (!store.RefreshTokens.TryGetValue(value, out var grant) || grant.ClientId != clientId
            || grant.SignIn.Ended || store.Now >= grant.SignIn.ExpiresAt)
        {
            throw new ServiceException(ErrorKind.InvalidGrant, "Invalid refresh token provided");
        }
        if (scopes is not null && scopes.Except(grant.Scopes).Any())
            throw new ServiceException(ErrorKind.InvalidScope, "Scope exceeds the granted scope");
        store.RefreshTokens.Remove(value);
        return grant;
    }
}
