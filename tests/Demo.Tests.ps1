Describe 'The demo' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $demo = [IO.Path]::Combine((Split-Path -Parent $PSScriptRoot), 'docs', 'Show-Demo.ps1')
    }

    It 'logs in, refreshes, exchanges, logs out, and ends with one clear line' {
        # Settings of a person that would lead a login elsewhere, or end it.
        $run = Invoke-FreshShell "`$env:AWS_PROFILE = 'absent'; `$env:AWS_USE_FIPS_ENDPOINT = 'true'; `$env:HTTP_PROXY = 'http://127.0.0.1:9'; & '$demo'; exit `$LASTEXITCODE"

        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match '(?m)^# Log in: one command'
        $run.Output | Should -Match '(?m)^PS> Connect-SSOOIDCSession -SessionName demo'
        $run.Output | Should -Match '(?m)^Source +: Refreshed$'
        $run.Output | Should -Match '(?m)^222233334444 +Production +ReadOnlyAccess +demo'
        $run.Output | Should -Match '(?m)^SecretAccessKey +: .{4}. \(40 characters\)'
        $run.Output | Should -Match '(?m)^running as ASIAFAKEROLE11112222'
        $run.Output | Should -Match '(?m)^Revoked +: True'
        $run.Output | Should -Match '(?m)^>>     New-SSOOIDCToken -Wait'
        $run.Output | Should -Match '(?m)^http://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}\r?$'
        $run.Output | Should -Match '(?m)^PS> \$token = \$token \| New-SSOOIDCToken'
        $run.Output | Should -Match '(?m)^PS> New-SSOOIDCTokenWithIAM'
        $run.Output | Should -Match '\nThe demo passed: 13 commands in \d+\.\d s\.\r?\n\z'

        # Secrets are masked, and a file gets no escape sequences.
        [regex]::Matches($run.Output, '(?m)^AccessToken +: aoaA. \(\d+ characters\)').Count | Should -Be 3
        $run.Output | Should -Not -Match '(aoaA|aorA|eyJ0|fic)[A-Za-z0-9_-]{8}'
        $run.Output | Should -Not -Match ([char]27)
    }

    It 'says at which command it failed, and ends with 1' {
        $script = Join-Path $TestDrive 'fails.ps1'
        Set-Content -LiteralPath $script -Value "# One that works`nGet-SSOOIDCSession`nRegister-SSOOIDCClient cli -EndpointUrl http://127.0.0.1:1`n'not reached'"
        $run = Invoke-FreshShell "& '$demo' '$script'; exit `$LASTEXITCODE"

        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match '(?m)^PS> Get-SSOOIDCSession'
        $run.Output | Should -Not -Match 'not reached|passed'
        $run.Errors | Should -Match 'Register-SSOOIDCClient *:'
        $run.Errors | Should -Match 'The demo ended without success at command 2\.'
    }
}
