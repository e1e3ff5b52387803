namespace SsoOidc;

/// <summary>The person or an administrator denied access. <c>error</c> is <c>access_denied</c>.</summary>
public sealed class AccessDeniedException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public AccessDeniedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Why, where the service says so: KMS_AccessDeniedException today; an open list.</summary>
    public string? Reason { get; init; }
}
