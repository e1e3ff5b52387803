namespace SsoOidc;

/// <summary>The two ways for a person to log in.</summary>
public enum LoginFlowKind
{
    /// <summary>Authorization code with PKCE: a browser on this machine comes back to the shell (RFC 8252, RFC 7636).</summary>
    Pkce,

    /// <summary>A code to approve in a browser anywhere (RFC 8628).</summary>
    DeviceCode,
}
