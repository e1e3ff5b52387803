# Text of the network and of files, wherever PowerShell shows it: by itself, by what it recommends after an error, and while somebody types.
Describe 'Hostile text' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake
        $manifest = Get-ManifestPath
        $evil = "E$([char]27)]0;title$([char]7)$([char]27)[2J$([char]0x9b)31m$([char]0x202e)X$([char]0x200b)Y"

        # The characters of an output that a terminal obeys or hides.
        function Get-Obeyed([string] $Script) {
            $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
            $cache = (New-Item -ItemType Directory -Path ([IO.Path]::Combine($folder, '.aws', 'sso', 'cache'))).FullName
            $token = @{ startUrl = "https://x/$evil"; region = "eu$evil"; sessionName = $evil; accessToken = 'a'; expiresAt = [DateTime]::UtcNow.AddHours(1).ToString('yyyy-MM-ddTHH:mm:ssZ') }
            $name = -join ([Security.Cryptography.SHA1]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($evil)) | ForEach-Object { $_.ToString('x2') })
            [IO.File]::WriteAllText([IO.Path]::Combine($cache, "$name.json"), (ConvertTo-Json $token))
            [IO.File]::WriteAllText([IO.Path]::Combine($folder, '.aws', 'config'), "[sso-session a$([char]27)]0;x$([char]7)b]`nsso_start_url = https://x$([char]0x202e)/`nsso_region = eu$([char]27)[31m`n[profile p$([char]27)[31m]`nregion = x$([char]27)[31m`n")
            $shell = Invoke-FreshShell "
                `$env:HOME = `$env:USERPROFILE = '$folder'
                `$env:AWS_CONFIG_FILE = `$null
                `$env:AWS_ENDPOINT_URL_SSO = `$env:AWS_ENDPOINT_URL_SSO_OIDC = '$($fake.Url)'
                `$env:AWS_REGION = 'eu-west-1'
                [Console]::OutputEncoding = [Text.Encoding]::UTF8
                if (Test-Path variable:PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }
                Import-Module '$manifest'
                & { $Script } *>&1 | Out-String -Width 300"
            $text = $shell.Output + $shell.Errors
            $text.Trim() | Should -Not -BeNullOrEmpty
            $text.ToCharArray().Where({ ([char]::IsControl($_) -and $_ -notin "`r", "`n", "`t") -or $_ -in [char]0x202e, [char]0x200b }) | ForEach-Object { 'U+{0:X4}' -f [int] $_ } | Sort-Object -Unique
        }
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'of an error is obeyed by no terminal: <Script>' -Skip:($PSVersionTable.PSEdition -ne 'Core') -ForEach @(
        @{ Script = 'Register-SSOOIDCClient x -Verbose -Debug' }
        @{ Script = 'Register-SSOOIDCClient x -ErrorAction SilentlyContinue 2>$null; Get-Error' }
        @{ Script = '$ErrorView = "DetailedView"; Register-SSOOIDCClient x' }
        @{ Script = 'try { Register-SSOOIDCClient x } catch { $_ | Format-List * -Force; $_.Exception | Format-List * -Force; $_.Exception.InnerException | Format-List * -Force }' }
    ) {
        foreach ($type in 'InvalidRequestException', 'InvalidRequestRegionException') {
            $body = ConvertTo-Json @{ error = $evil; error_description = $evil; reason = $evil; region = $evil; endpoint = $evil }
            Add-FakeFault $fake @{ kind = 'status'; operation = 'RegisterClient'; status = 400; body = $body; headers = @{ 'x-amzn-ErrorType' = $type } }

            Get-Obeyed $Script | Should -BeNullOrEmpty
        }
    }

    It 'of a file is obeyed by no terminal: <Script>' -ForEach @(
        @{ Script = 'Get-SSOOIDCSession; Get-SSOOIDCSession | Format-List' }
        @{ Script = 'Disconnect-SSOOIDCSession -All; "done"' }
        @{ Script = 'try { Connect-SSOOIDCSession } catch { "$_" }; try { Disconnect-SSOOIDCSession nope } catch { "$_" }' }
        @{ Script = '(TabExpansion2 "Connect-SSOOIDCSession -SessionName " 36).CompletionMatches + (TabExpansion2 "Connect-SSOOIDCSession -ProfileName " 36).CompletionMatches | ForEach-Object { $_.ListItemText; $_.ToolTip; $_.CompletionText }; "done"' }
    ) {
        Get-Obeyed $Script | Should -BeNullOrEmpty
    }
}
