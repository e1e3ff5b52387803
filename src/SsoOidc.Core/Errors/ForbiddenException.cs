namespace SsoOidc;

/// <summary>The portal refused an account or a role to who is logged in.</summary>
public sealed class ForbiddenException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public ForbiddenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
