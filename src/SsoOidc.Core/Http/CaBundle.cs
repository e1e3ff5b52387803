#if !NET
using System.Net.Security;
using System.Security.Authentication;
#endif
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>The certificate authorities of a PEM file, which are trusted instead of the system's.</summary>
internal sealed class CaBundle
{
    private readonly X509Certificate2Collection _authorities;

    /// <exception cref="SsoOidcConfigurationException">The file cannot be read or holds no certificate.</exception>
    public CaBundle(string path)
    {
        try
        {
            _authorities = Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            throw new SsoOidcConfigurationException($"The CA bundle '{Shown.Clean(path)}' cannot be read: {Shown.Clean(e.Message)}", e);
        }

        if (_authorities.Count == 0)
            throw new SsoOidcConfigurationException($"The CA bundle '{Shown.Clean(path)}' holds no certificate; a PEM file was expected.");
    }

#if NET
    public X509ChainPolicy ToPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    private static X509Certificate2Collection Read(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }
#else
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Whether a server's certificate leads to an authority of the bundle. A wrong name is never made good; of the chain the one fault
    /// that is looked over is that the system does not know its root.
    /// </summary>
    /// <exception cref="AuthenticationException">It is the certificate of another name: to return false would not tell why.</exception>
    public bool Trusts(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            throw new AuthenticationException("The certificate of the server is that of another name (RemoteCertificateNameMismatch).");
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(_authorities);
        // The authorities between, which came with the server's own.
        foreach (var element in sent?.ChainElements.Cast<X509ChainElement>() ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate)
            && Array.TrueForAll(chain.ChainStatus, status => status.Status is X509ChainStatusFlags.NoError or X509ChainStatusFlags.UntrustedRoot)
            && _authorities.Cast<X509Certificate2>().Any(authority => authority.RawData.SequenceEqual(chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData));
    }

    private static X509Certificate2Collection Read(string path)
    {
        const string begin = "-----BEGIN CERTIFICATE-----";
        const string end = "-----END CERTIFICATE-----";
        var text = File.ReadAllText(path);
        var authorities = new X509Certificate2Collection();
        for (var start = text.IndexOf(begin, StringComparison.Ordinal); start >= 0; start = text.IndexOf(begin, start, StringComparison.Ordinal))
        {
            start += begin.Length;
            var stop = text.IndexOf(end, start, StringComparison.Ordinal);
            if (stop < 0)
                throw new FormatException("A certificate has no end.");
            authorities.Add(new X509Certificate2(Convert.FromBase64String(text.Substring(start, stop - start))));
        }

        return authorities;
    }
#endif
}
