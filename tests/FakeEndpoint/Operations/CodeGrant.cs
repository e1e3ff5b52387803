using System.Security.Cryptography;
using System.Text;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>The authorization_code grant with PKCE (RFC 7636), the same for both token operations.</summary>
internal static class CodeGrant
{
    public static AuthorizationRequest Redeem(Store store, JsonBody body, string clientId)
    {
        var value = body.Required("code");
        var redirectUri = body.Required("redirectUri");
        var verifier = body.Optional("codeVerifier");

        if (!store.Codes.Remove(value, out var code) || store.Now >= code.ExpiresAt || code.Request.ClientId != clientId)
            throw Refused("Invalid authorization code provided");
        if (code.Request.RedirectUri != redirectUri)
            throw Refused("Redirect URI does not match the authorization request");
        CheckVerifier(code.Request.Challenge, verifier);
        return code.Request;
    }

    private static void CheckVerifier(string? challenge, string? verifier)
    {
        if (challenge is null)
        {
            if (verifier is not null)
                throw Refused("Code verifier given without a code challenge");
            return;
        }
        if (verifier is null)
            throw new ServiceException(ErrorKind.InvalidRequest, "Missing required member: codeVerifier");
        if (verifier.Length is < 43 or > 128 || !verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~'))
            throw new ServiceException(ErrorKind.InvalidRequest, "Invalid code verifier");
        if (Secrets.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != challenge)
            throw Refused("Code verifier does not match the code challenge");
    }

    private static ServiceException Refused(string description) => new(ErrorKind.InvalidGrant, description);
}
