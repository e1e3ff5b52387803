namespace SsoOidc;

/// <summary>A login that ended without a token. The message says what to do next.</summary>
public sealed class SsoOidcLoginException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcLoginException(LoginFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
    }

    /// <summary>The kind of failure.</summary>
    public LoginFailure Failure { get; }
}
