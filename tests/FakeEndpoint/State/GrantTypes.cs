namespace SsoOidc.FakeEndpoint.State;

internal static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>The grants a public client can register and CreateToken takes.</summary>
    public static readonly IReadOnlyList<string> Public = [AuthorizationCode, RefreshToken, DeviceCode];

    /// <summary>What a client registered without <c>grantTypes</c> may use.</summary>
    public static readonly IReadOnlyList<string> Default = [DeviceCode, RefreshToken];
}
