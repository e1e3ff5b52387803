namespace SsoOidc;

/// <summary>A source of AWS credentials cannot be used. The message names the source, what is wrong and what to do; it holds no secret.</summary>
public sealed class CredentialsException : SsoOidcConfigurationException
{
    internal CredentialsException(string source, string problem, Exception? innerException = null)
        : base($"{source}: {problem}", innerException)
    {
        CredentialSource = source;
    }

    /// <summary>The source in words, such as <c>role arn:aws:iam::123456789012:role/deploy of profile 'dev'</c>.</summary>
    public string CredentialSource { get; }
}
